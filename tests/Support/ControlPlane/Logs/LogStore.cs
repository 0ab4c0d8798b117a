using System.Collections.Concurrent;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.Logs;

/// <summary>Log groups with their events.</summary>
internal sealed class LogStore
{
    private readonly ConcurrentDictionary<string, LogGroup> _groups = new(StringComparer.Ordinal);

    public IReadOnlyList<LogGroup> Groups => [.. _groups.Values.OrderBy(group => group.Name, StringComparer.Ordinal)];

    public LogGroup Create(string region, string name)
    {
        var group = new LogGroup(name, Account.Arn("logs", region, $"log-group:{name}"));
        return _groups.TryAdd(name, group)
            ? group
            : throw new AwsException("ResourceAlreadyExistsException", "The specified log group already exists");
    }

    public LogGroup Get(string name) => _groups.GetValueOrDefault(name)
        ?? throw new AwsException("ResourceNotFoundException", "The specified log group does not exist.");

    public void Delete(string name) => _groups.TryRemove(name, out _);
}
