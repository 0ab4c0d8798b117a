using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.RateControl;

/// <summary>A run on a provisioned table leaves half of its capacity to the table's users, unless it is told otherwise.</summary>
public sealed class ProvisionedTableTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Fact]
    public async Task HalfOfTheProvisionedCapacityIsTheLimit()
    {
        await using var table = await CreateAsync(reads: 30, writes: 4000, indexWrites: 3000);

        var run = await table.CopyAsync();

        Assert.Null(run.Error);
        AssertSaid(table, "Limits: read units: half of the table's provisioned 30; write units: half of index GSI2's provisioned 2,999; at most 16 requests at once.");
        // A page of a second's worth at 15 units: 4 KB each and half a unit for an eventually consistent read.
        Assert.All(Scans(table), scan => Assert.NotNull(scan["Limit"]));
    }

    [Fact]
    public async Task WhatTheUserGivesGoesBefore()
    {
        await using var table = await CreateAsync(reads: 30, writes: 20, indexWrites: 20);

        var run = await table.CopyAsync(o => o with { MaxReadUnits = 2500, MaxWriteUnits = 5000 });

        Assert.Null(run.Error);
        AssertSaid(table, "Limits: read units: 2,500 a second; write units: 5,000 a second; at most 16 requests at once.");
    }

    [Fact]
    public async Task TheDefaultHoldsTheRunBackAndTheResultTellsIt()
    {
        await using var table = await CreateAsync(reads: 5000, writes: 40, indexWrites: 40);

        var result = (await table.CopyAsync()).Result;

        Assert.Equal(60, result.Written);
        Assert.Equal("write units: half of index GSI2's provisioned 39", result.LimitedBy);
        Assert.Contains(table.Observer.Snapshots, snapshot => snapshot.Rate!.LimitedBy == result.LimitedBy);
    }

    private async Task<MigratingTable> CreateAsync(int reads, int writes, int indexWrites)
    {
        var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(60), change: request =>
        {
            request.Remove("BillingMode");
            request["ProvisionedThroughput"] = Throughput(reads, writes);
            foreach (var index in request["GlobalSecondaryIndexes"]!.AsArray())
                index!["ProvisionedThroughput"] = Throughput(5, indexWrites - (index["IndexName"]!.GetValue<string>() == "GSI2" ? 1 : 0));
        });
        table.Proxy.Log.KeepRequests = true;
        return table;
    }

    private static void AssertSaid(MigratingTable table, string message) =>
        Assert.Single(table.Observer.Verbose, said => string.Equals(said, message, StringComparison.Ordinal));

    private static IEnumerable<JsonObject> Scans(MigratingTable table)
    {
        var scans = table.Proxy.Log.Requests.Where(request => request.Operation == "Scan").Select(request => request.Json()).ToList();
        Assert.NotEmpty(scans);
        return scans;
    }

    private static JsonObject Throughput(int reads, int writes) => new() { ["ReadCapacityUnits"] = reads, ["WriteCapacityUnits"] = writes };
}
