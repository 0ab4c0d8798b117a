using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.TableToTable;

/// <summary>Two local engines, as two Regions are: each knows nothing of the other's tables.</summary>
public sealed class TwoEngines : IAsyncLifetime
{
    public DynoxideServer First { get; } = new();

    public DynoxideServer Second { get; } = new();

    public Task InitializeAsync() => Task.WhenAll(First.InitializeAsync(), Second.InitializeAsync());

    public Task DisposeAsync() => Task.WhenAll(First.DisposeAsync(), Second.DisposeAsync());
}
