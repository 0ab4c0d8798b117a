using System.Globalization;
using DynamoNamespace.Bench.NullEndpoint;
using DynamoNamespace.Engine.Registry;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Worker.Samples;

namespace DynamoNamespace.Bench.Trials;

/// <summary>A table of old items on the local engine, filled and registered, for as long as this object lives.</summary>
internal sealed class EngineTable : IAsyncDisposable
{
    private static int made;

    private readonly RawDynamoDb raw;

    private EngineTable(RawDynamoDb raw, TrialTarget target, int items) => (this.raw, Target, Items) = (raw, target, items);

    public TrialTarget Target { get; }

    public int Items { get; }

    public static async Task<EngineTable> CreateAsync(string endpointUrl, int items, int writers)
    {
        var client = new RawDynamoDb(endpointUrl);
        var name = string.Create(CultureInfo.InvariantCulture, $"bench-{Environment.ProcessId}-{Interlocked.Increment(ref made)}");
        var table = new EngineTable(client, new TrialTarget(endpointUrl, name, writers), items);
        await client.CreateTableAsync(SampleTable.CreateTableRequestJson(name, withGsi4: true, withStream: false));
        await client.LoadAsync(name, SampleItems.Table(items));
        await NamespaceOperations.RegisterAsync(table.Target.Options("").Connection, name, "default", TrialTable.NamespaceId, CancellationToken.None);
        return table;
    }

    public async ValueTask DisposeAsync()
    {
        await raw.DeleteTableAsync(Target.TableName);
        raw.Dispose();
    }
}
