using System.Collections.Concurrent;
using DynamoNamespace.Engine.Stacks;

namespace DynamoNamespace.Tests.Integration.Stacks;

/// <summary>Answers an upgrade's questions as a test says, and keeps what it hears.</summary>
internal sealed class StackAudience : IStackUpdateAudience
{
    private readonly ConcurrentQueue<string> _warnings = new();
    private readonly ConcurrentQueue<string> _verbose = new();
    private readonly ConcurrentQueue<string> _steps = new();

    public bool MayExecute { get; init; } = true;

    public bool MayRegister { get; init; } = true;

    /// <summary>What was shown before the last question.</summary>
    public IReadOnlyList<DdbStackChange> Changes { get; private set; } = [];

    public IReadOnlyList<string> Warnings => [.. _warnings];

    public IReadOnlyList<string> Verbose => [.. _verbose];

    public IReadOnlyList<string> Steps => [.. _steps];

    public Task<bool> MayExecuteAsync(string stackName, IReadOnlyList<DdbStackChange> changes)
    {
        Changes = changes;
        return Task.FromResult(MayExecute);
    }

    public Task<bool> MayRegisterAsync(string tableName, string namespaceName) => Task.FromResult(MayRegister);

    public void OnStep(string activity, string status) => _steps.Enqueue($"{activity}: {status}");

    public void OnWarning(string message) => _warnings.Enqueue(message);

    public void OnVerbose(string message) => _verbose.Enqueue(message);
}
