using DynamoNamespace.Engine.Identity.Principals;

namespace DynamoNamespace.Tests.Integration.Identity;

/// <summary>Says yes, and keeps the warnings.</summary>
internal sealed class RecordingIdentityAudience : IIdentityAudience
{
    public List<string> Warnings { get; } = [];

    public Task<bool> MayChangeAsync(string target, string action) => Task.FromResult(true);

    public Task<bool> MayReplaceAsync(string target, string action, string warning)
    {
        Warnings.Add(warning);
        return Task.FromResult(true);
    }

    public void OnWarning(string message) => Warnings.Add(message);
}
