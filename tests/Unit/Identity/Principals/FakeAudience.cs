using DynamoNamespace.Engine.Identity.Principals;

namespace DynamoNamespace.Tests.Unit.Identity.Principals;

/// <summary>Answers every question alike, and keeps what it heard.</summary>
internal sealed class FakeAudience(bool answer = true) : IIdentityAudience
{
    public List<string> Questions { get; } = [];

    public List<string> Replacements { get; } = [];

    public List<string> Warnings { get; } = [];

    public Task<bool> MayChangeAsync(string target, string action)
    {
        Questions.Add($"{target}: {action}");
        return Task.FromResult(answer);
    }

    public Task<bool> MayReplaceAsync(string target, string action, string warning)
    {
        Replacements.Add(warning);
        return MayChangeAsync(target, action);
    }

    public void OnWarning(string message) => Warnings.Add(message);
}
