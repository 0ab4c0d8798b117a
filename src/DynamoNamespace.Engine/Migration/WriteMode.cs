using DynamoNamespace.Engine.Logging;

namespace DynamoNamespace.Engine.Migration;

/// <summary>
/// What the writers of one run have learnt together. A put that meets its own copy costs write units for nothing, a look costs
/// a read: so the run begins by looking, stops looking once it finds nothing, and begins again where copies turn up.
/// </summary>
internal sealed class WriteMode(bool dryRun, IRunObserver observer, RunLog? log = null)
{
    private volatile bool looksFirst = true;
    private int partiQlGivenUp;

    public bool IsDryRun => dryRun;

    public bool LooksFirst => dryRun || looksFirst;

    public bool UsesPartiQl => Volatile.Read(ref partiQlGivenUp) == 0;

    public void Learn(int looked, int found)
    {
        if (found == 0)
            looksFirst = false;
        else if (found * 10 >= looked)
            looksFirst = true;
    }

    /// <summary>Says once that this role may not use PartiQL; from then on each item is a request of its own.</summary>
    public void GiveUpPartiQl(string reason)
    {
        if (Interlocked.Exchange(ref partiQlGivenUp, 1) == 0)
        {
            observer.OnWarning($"The role may not use PartiQL ({reason.TrimEnd('.')}), so each item is put, updated or deleted with a request of its own, which is slower. "
                + "Allow dynamodb:PartiQLInsert, dynamodb:PartiQLUpdate and dynamodb:PartiQLDelete to have 25 in one.");
            log?.Write("partiQlRefused", json =>
            {
                json.WriteString("cause", "AccessDenied");
                if (log.NamesKeys)
                    json.WriteString("message", reason);
            });
        }
    }
}
