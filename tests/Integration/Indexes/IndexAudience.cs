using System.Collections.Concurrent;
using DynamoNamespace.Engine.Indexes;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Stacks;

namespace DynamoNamespace.Tests.Integration.Indexes;

/// <summary>Answers as a test says, and keeps what it hears.</summary>
internal sealed class IndexAudience : IIndexAudience
{
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly ConcurrentQueue<string> _warnings = new();
    private readonly ConcurrentQueue<string> _verbose = new();
    private readonly ConcurrentQueue<string> _steps = new();

    public bool May { get; init; } = true;

    /// <summary>Hears each step as it comes.</summary>
    public Action<string>? WhenStep { get; set; }

    public IReadOnlyList<string> Asked => [.. _asked];

    public IReadOnlyList<string> Warnings => [.. _warnings];

    public IReadOnlyList<string> Verbose => [.. _verbose];

    public IReadOnlyList<string> Steps => [.. _steps];

    public Task<bool> MayChangeAsync(string tableName, string action)
    {
        _asked.Enqueue(action);
        return Task.FromResult(May);
    }

    public Task<bool> MayExecuteAsync(string stackName, IReadOnlyList<DdbStackChange> changes)
    {
        _asked.Enqueue(string.Join(", ", changes.Select(change => $"{change.Action} {change.LogicalResourceId} {change.Replacement} {string.Join("+", change.Properties)}")));
        return Task.FromResult(May);
    }

    public void OnProgress(RunSnapshot snapshot)
    {
    }

    public void OnStep(string activity, string status)
    {
        _steps.Enqueue($"{activity}: {status}");
        WhenStep?.Invoke(status);
    }

    public void OnWarning(string message) => _warnings.Enqueue(message);

    public void OnVerbose(string message) => _verbose.Enqueue(message);
}
