using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Measurement;
using DynamoNamespace.Tests.Integration.RateControl;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.TableToTable;

/// <summary>Limits, measures, logs and lists of runs on two tables.</summary>
public sealed class AroundTests(TwoEngines engines) : IClassFixture<TwoEngines>
{
    [Fact]
    public async Task LimitsHoldForBothTablesTogether()
    {
        await using var tables = await TwoTables.CreateAsync(engines, ItemJson.Plain(900), apart: true);
        await tables.CopyAllAsync();
        await tables.DeleteAllAsync();

        // It puts 900 items into one table and deletes 900 in the other: 1,800 units.
        var undone = (await tables.UndoAsync(o => o with { MaxWriteUnits = 600 })).Result;

        Assert.Equal((900L, 900L, 1800.0), (undone.Restored, undone.Removed, undone.WriteUnits));
        CapacityAssert.Within(undone.WriteUnits, 600, undone.Elapsed, dearestCall: 25);
    }

    [Fact]
    public async Task TheLowerOfTwoProvisionedTablesLimitsARun()
    {
        static Action<JsonObject> Provisioned(int reads, int writes) => request =>
        {
            request["BillingMode"] = "PROVISIONED";
            request["ProvisionedThroughput"] = new JsonObject { ["ReadCapacityUnits"] = reads, ["WriteCapacityUnits"] = writes };
        };
        await using var tables = await TwoTables.CreateAsync(engines, ItemJson.Plain(5), changeSource: Provisioned(200, 400), changeTarget: Provisioned(600, 100));

        await tables.CopyAllAsync();

        Assert.Contains("Limits: read units: half of the source table's provisioned 200; write units: half of the target table's provisioned 100; at most 16 requests at once.", tables.Observer.Verbose, StringComparer.Ordinal);
    }

    [Fact]
    public async Task AThrottledTargetSlowsTheRunAndIsCounted()
    {
        await using var tables = await TwoTables.CreateAsync(engines, ItemJson.Plain(300), apart: true);
        var faults = new FaultSchedule(5, rate: 0.4, FaultKind.ThrottledRequest);
        tables.Target.Proxy.Hook = faults.DecideAsync;

        var result = await TwoTables.UntilCompletedAsync(() => tables.CopyAsync());

        Assert.True(result.Throttled > 0);
        await tables.Target.AssertHoldsAsync(ItemJson.Plain(300));
    }

    [Fact]
    public async Task AMeasureTellsTheSharesOfBothTables()
    {
        await using var tables = await TwoTables.CreateAsync(
            engines, ItemJson.Plain(50), changeSource: TableSide.WithIndex("ByName", "name", "S"), changeTarget: TableSide.WithIndex("ByName", "name", "S") + TableSide.WithIndex("ByN", "n", "N"));

        var measure = await MigrationMeasurement.RunAsync(tables.Options, OnDemandPrices.UsEast1, tables.Observer, CancellationToken.None);

        Assert.Equal((50L, 50L, tables.Source.Name, tables.Target.Name), (measure.Items, measure.Candidates, measure.TableName, measure.TargetTableName));
        Assert.Equal(
            [
                (tables.Target.Name, tables.Target.Name, 50, 0), (tables.Target.Name, "ByName", 50, 0), (tables.Target.Name, "ByN", 50, 0),
                (tables.Source.Name, tables.Source.Name, 0, 50), (tables.Source.Name, "ByName", 0, 50),
            ],
            measure.Shares.Select(share => (share.TableName, share.Name, (int)share.CopyUnits, (int)share.DeleteUnits)));
        var copied = await tables.CopyAllAsync();
        var deleted = await tables.DeleteAllAsync();
        Assert.Equal((measure.CopyWriteUnits, measure.WriteUnits), ((long)copied.WriteUnits, (long)(copied.WriteUnits + deleted.WriteUnits)));
    }

    [Fact]
    public async Task TheLogAndTheListOfRunsNameTheTarget()
    {
        await using var tables = await TwoTables.CreateAsync(engines, ItemJson.Plain(20), apart: true);
        var path = Path.Combine(tables.CheckpointPath, "run.log");

        await tables.CopyAllAsync(o => o with { LogPath = path });

        var started = JsonNode.Parse((await File.ReadAllLinesAsync(path))[0])!;
        Assert.Equal(
            ("runStarted", tables.Source.Name, tables.Target.Name, tables.Source.Proxy.EndpointUrl.TrimEnd('/'), tables.Target.Proxy.EndpointUrl.TrimEnd('/')),
            ((string)started["event"]!, (string)started["table"]!, (string)started["targetTable"]!, (string)started["endpoint"]!, (string)started["targetEndpoint"]!));
        var run = Assert.Single(MigrationRunList.Read(tables.CheckpointPath, static error => throw error));
        Assert.Equal((tables.Source.Name, tables.Target.Name), (run.TableName, run.TargetTableName));
    }
}
