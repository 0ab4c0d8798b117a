using System.Collections.Concurrent;

namespace DynamoNamespace.Tests.Support.ControlPlane.Lambda;

/// <summary>The Lambda functions that stacks have made.</summary>
internal sealed class FunctionStore
{
    public ConcurrentDictionary<string, Function> Functions { get; } = new(StringComparer.Ordinal);
}
