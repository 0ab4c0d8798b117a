using DynamoNamespace.Engine.State;

namespace DynamoNamespace.Engine.Aws;

/// <summary>
/// Whether an answer to a request was lost, so that nobody can tell whether that sending of it was applied: a time-out, a broken connection, a server's
/// error. A request that was throttled or refused was not applied.
/// </summary>
/// <param name="effect">What the request does.</param>
internal sealed class LostAnswer(LateEffect effect)
{
    public LateEffect Effect => effect;

    public bool IsNoted { get; private set; }

    public void Note() => IsNoted = true;
}
