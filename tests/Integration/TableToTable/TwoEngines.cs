using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.TableToTable;

/// <summary>Two local engines, as two Regions are: each knows nothing of the other's tables.</summary>
public sealed class TwoEngines : IAsyncLifetime
{
    public DynoxideServer First { get; } = new();

    public DynoxideServer Second { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await First.InitializeAsync();
        await Second.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
    }
}
