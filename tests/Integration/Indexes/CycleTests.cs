using DynamoNamespace.Engine.Indexes;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Indexes;

/// <summary>Start, undo, start, complete: on a table and through a stack.</summary>
public sealed class CycleTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Fact]
    public async Task OnATable()
    {
        await using var table = await IndexedTable.CreateAsync(engine);

        var filling = table.Stack.Plane.Hold("by-status-v2 CREATING");
        table.Audience.WhenStep = _ => filling.Dispose();
        var started = await table.StartAsync();
        Assert.Equal((DdbIndexMigrationState.ShadowReady, true, "ACTIVE"), (started.State, started.IsChanged, started.ShadowStatus));
        Assert.Equal(("KEYS_ONLY", "INCLUDE (name, size)", "status (S), at (N)"), (started.Projection, started.ShadowProjection, started.Key));
        Assert.Equal(["by-status ACTIVE", "by-status-v2 ACTIVE"], await table.IndexesAsync());
        Assert.Equal(["Add index 'by-status-v2' with the key of 'by-status' and the projection INCLUDE (name, size)"], table.Audience.Asked);
        Assert.Contains(table.Audience.Steps, step => step.Contains("CREATING, filling it from the table", StringComparison.Ordinal) && step.EndsWith("Ctrl+C ends the waiting, and DynamoDB goes on", StringComparison.Ordinal));
        await table.AssertProvenAsync();

        var undone = await table.UndoAsync();
        Assert.Equal((DdbIndexMigrationState.Undone, true, null), (undone.State, undone.IsChanged, undone.ShadowProjection));
        Assert.Equal(["by-status ACTIVE"], await table.IndexesAsync());
        Assert.False((await table.UndoAsync()).IsChanged);

        Assert.True((await table.StartAsync()).IsChanged);
        table.Stack.Plane.ForgetReads();
        var completed = await table.CompleteAsync();
        Assert.Equal((DdbIndexMigrationState.Completed, true, null, "INCLUDE (name, size)"), (completed.State, completed.IsChanged, completed.Projection, completed.ShadowProjection));
        Assert.Equal(["by-status-v2 ACTIVE"], await table.IndexesAsync());
        Assert.False((await table.CompleteAsync()).IsChanged);
        Assert.Equal(4, table.Proxy.Log.Count("UpdateTable"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ThroughAStack(bool asJson)
    {
        var template = asJson ? IndexedTable.Json : IndexedTable.Yaml;
        await using var table = await IndexedTable.CreateAsync(engine, template: template);

        var started = await table.StartAsync(table.StackOptions);
        Assert.Equal((DdbIndexMigrationState.ShadowReady, true, table.Name), (started.State, started.IsChanged, started.StackName));
        Assert.Equal(["Modify Items False GlobalSecondaryIndexes"], table.Audience.Asked);
        Assert.Equal(["by-status ACTIVE", "by-status-v2 ACTIVE"], await table.IndexesAsync());
        var both = await table.Stack.TemplateAsync();
        Assert.False((await table.StartAsync(table.StackOptions)).IsChanged);
        await table.AssertProvenAsync();

        Assert.Equal(DdbIndexMigrationState.Undone, (await table.UndoAsync(table.StackOptions)).State);
        Assert.Equal(template, await table.Stack.TemplateAsync());

        await table.StartAsync(table.StackOptions);
        Assert.Equal(both, await table.Stack.TemplateAsync());
        table.Stack.Plane.ForgetReads();
        Assert.Equal(DdbIndexMigrationState.Completed, (await table.CompleteAsync(table.StackOptions)).State);
        Assert.Equal(["by-status-v2 ACTIVE"], await table.IndexesAsync());
        Assert.DoesNotContain("by-status\"", (await table.Stack.TemplateAsync()).Replace("by-status  #", "by-status\"", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("UPDATE_COMPLETE", await table.Stack.StatusAsync());
        Assert.Equal(4, table.Stack.Plane.Log.Calls.Count(call => call is { Action: "ExecuteChangeSet", StatusCode: 200 }));
        Assert.Equal(0, table.Proxy.Log.Count("UpdateTable"));
        Assert.Empty(await table.Stack.OpenChangeSetsAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatIsNotWantedChangesNothing(bool throughStack)
    {
        await using var table = await IndexedTable.CreateAsync(engine, template: throughStack ? IndexedTable.Yaml : null);
        var options = throughStack ? table.StackOptions : table.Options;
        var no = new IndexAudience { May = false };

        var planned = await table.StartAsync(options, no);
        Assert.Equal((DdbIndexMigrationState.Planned, false, "INCLUDE (name, size)", null), (planned.State, planned.IsChanged, planned.ShadowProjection, planned.ShadowStatus));
        await table.StartAsync(options);
        var template = throughStack ? await table.Stack.TemplateAsync() : "";
        Assert.Equal(DdbIndexMigrationState.Planned, (await table.UndoAsync(options, no)).State);
        Assert.Equal(DdbIndexMigrationState.Planned, (await table.CompleteAsync(options, no)).State);

        Assert.Equal(3, no.Asked.Count);
        Assert.Equal(["by-status ACTIVE", "by-status-v2 ACTIVE"], await table.IndexesAsync());
        Assert.Equal(throughStack ? 0 : 1, table.Proxy.Log.Count("UpdateTable"));
        if (throughStack)
        {
            Assert.Equal(template, await table.Stack.TemplateAsync());
            Assert.Empty(await table.Stack.OpenChangeSetsAsync());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AStartThatWasStoppedGoesOn(bool throughStack)
    {
        await using var table = await IndexedTable.CreateAsync(engine, template: throughStack ? IndexedTable.Yaml : null);
        var options = throughStack ? table.StackOptions : table.Options;
        using var stop = new CancellationTokenSource();
        var audience = new IndexAudience
        {
            WhenStep = status =>
            {
                if (status.StartsWith(throughStack ? "Items UPDATE_IN_PROGRESS" : "CREATING", StringComparison.Ordinal))
                    stop.Cancel();
            },
        };

        using (table.Stack.Plane.Hold(throughStack ? "Items UPDATE_IN_PROGRESS" : "by-status-v2 CREATING"))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => table.StartAsync(options, audience, stop.Token));
            Assert.DoesNotContain("by-status-v2 ACTIVE", await table.IndexesAsync(), StringComparer.Ordinal);
        }

        var again = await table.StartAsync(options);

        Assert.Equal((DdbIndexMigrationState.ShadowReady, false, "ACTIVE"), (again.State, again.IsChanged, again.ShadowStatus));
        Assert.Empty(table.Audience.Asked);
        Assert.Equal(1, throughStack ? table.Stack.Plane.Log.Count("ExecuteChangeSet") : table.Proxy.Log.Count("UpdateTable"));
        await table.AssertProvenAsync();
    }

    [Fact]
    public async Task AnIndexThatIsBeingFilledCanBeUndone()
    {
        await using var table = await IndexedTable.CreateAsync(engine);
        using var stop = new CancellationTokenSource();
        var audience = new IndexAudience { WhenStep = _ => stop.Cancel() };
        using (table.Stack.Plane.Hold("by-status-v2 CREATING"))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => table.StartAsync(audience: audience, cancellationToken: stop.Token));
            Assert.Contains(await table.IndexesAsync(), index => index == "by-status-v2 CREATING");
        }

        Assert.Equal(DdbIndexMigrationState.Undone, (await table.UndoAsync()).State);

        Assert.Equal(["by-status ACTIVE"], await table.IndexesAsync());
    }

    [Fact]
    public async Task AnswersThatAreLostAreMadeGood()
    {
        await using var table = await IndexedTable.CreateAsync(engine);
        // The engine makes the index, and the client's next attempt is refused.
        table.Proxy.Hook = request => ValueTask.FromResult(request is { Operation: "UpdateTable", NumberOfOperation: 1 or 3 } ? ProxyAction.CutAfterForward : ProxyAction.Forward);

        Assert.Equal("ACTIVE", (await table.StartAsync()).ShadowStatus);
        Assert.Equal(DdbIndexMigrationState.Undone, (await table.UndoAsync()).State);

        Assert.Equal(["by-status ACTIVE"], await table.IndexesAsync());
        Assert.Equal(4, table.Proxy.Log.Count("UpdateTable"));
    }

    [Fact]
    public async Task FaultsDoNotReachTheProof()
    {
        await using var table = await IndexedTable.CreateAsync(engine, items: 2000);
        await table.StartAsync();
        var schedule = new FaultSchedule(7, 0.2) { ExcludedOperations = ["DescribeTable"] };
        table.Proxy.Hook = schedule.DecideAsync;
        // Writers beside it: what the scans saw differently is looked at again.
        using var writing = new CancellationTokenSource();
        var writer = Task.Run(async () =>
        {
            for (var i = 1; !writing.IsCancellationRequested; i++)
            {
                await table.Raw.PutAsync(table.Name, IndexedTable.Item((i * 7 % 2000) + 1) is var item && i % 3 == 0 ? Tables.ItemJson.With(item, "at", Tables.ItemJson.N(i)) : item);
                await Task.Delay(2);
            }
        });

        for (var round = 0; round < 3; round++)
            await table.AssertProvenAsync(table.Options with { TotalSegments = 40, Patience = TimeSpan.FromSeconds(30) });
        await writing.CancelAsync();
        await writer;

        Assert.True(schedule.Injected.Total > 20, $"{schedule}");
        table.Proxy.Hook = null;
        var checks = await table.VerifyAsync();
        Assert.Equal("1,600 items, each with an entry", checks["EntriesPresent"].Actual);
        Assert.Equal("400 items have no key of this index, and so no entry.", checks["EntriesPresent"].Detail);
        Assert.Equal("1,600 equal", checks["EntriesEqual"].Actual);
        Assert.Equal(DdbCheckStatus.Pass, checks["OldIndexKeys"].Status);
    }
}
