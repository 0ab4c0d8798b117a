using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;
using Xunit.Sdk;

namespace DynamoNamespace.Tests.Integration.InPlace;

/// <summary>There and back and there again, in place.</summary>
public sealed class InPlaceCycleTests(DynoxideServer engine, ITestOutputHelper output) : IClassFixture<DynoxideServer>
{
    private const int Each = 60;
    private const int Candidates = 3 * Each;
    private const int All = (4 * Each) + 3;

    [Fact]
    public async Task ApplyUndoApplyFinish()
    {
        using var mapping = new TestMapping($"{AccountTable.Backfill},{AccountTable.Overwriting}");
        await using var table = await AccountTable.CreateAsync(engine, Each);
        MigrationOptions Use(MigrationOptions options) => options with { Mapping = mapping.Path };
        var before = await table.ContentsAsync();
        var expected = AccountTable.Expected(before.Values);

        var verified = await table.VerifyAsync(Use);
        Assert.Equal(DdbCheckStatus.Fail, verified["ItemsUpdated"].Status);
        var applied = await table.CopyAsync(Use);
        Assert.Null(applied.Error);
        Assert.Equal((All, Candidates, Candidates), (applied.Result.Scanned, applied.Result.Candidates, applied.Result.Written));
        await table.AssertHoldsAsync(expected);
        verified = await table.VerifyAsync(Use);
        // A user that had another index key before is none that the rule matched, and is told.
        Assert.Equal("ItemsUpdated:Pass AttributesAsMapped:Fail", Statuses(verified));
        Assert.StartsWith("1 of 121 items", verified["AttributesAsMapped"].Actual, StringComparison.Ordinal);
        Assert.Equal((DdbDifferenceKind.NotAsMapped, AccountTable.User(9001).KeyText()), table.Differences.Select(difference => (difference.Kind, difference.SourceKey)).Single());

        var undone = await table.UndoAsync(Use);
        Assert.Null(undone.Error);
        Assert.Equal((Candidates, 0, 0), (undone.Result.Restored, undone.Result.Removed, undone.Result.Changed));
        await table.AssertHoldsAsync(before);
        var folder = RunFolder.At(table.CheckpointPath);
        Assert.False(File.Exists(folder.UpdatesPath));

        Assert.Equal(Candidates, (await table.CopyAsync(Use)).Result.Written);
        table.Proxy.Log.Clear();
        var deleted = await table.DeleteAsync(Use);
        Assert.Null(deleted.Error);
        Assert.Equal((DdbMigrationOutcome.Completed, 0, 0, 0), (deleted.Result.Outcome, deleted.Result.Deleted, table.WriteCalls, table.Proxy.Log.Count("Scan")));
        await table.AssertHoldsAsync(expected);
    }

    [Fact]
    public async Task ASecondRunUsesNoWriteUnits()
    {
        using var mapping = new TestMapping(AccountTable.Backfill);
        await using var table = await AccountTable.CreateAsync(engine, Each);
        Assert.Null((await table.CopyAsync(o => o with { Mapping = mapping.Path })).Error);
        table.Proxy.Log.Clear();

        var second = await table.CopyAsync(o => o with { Mapping = mapping.Path });

        Assert.Null(second.Error);
        Assert.Equal((All, 0, 0, 0.0), (second.Result.Scanned, second.Result.Candidates, table.WriteCalls, second.Result.WriteUnits));
    }

    [Fact]
    public async Task ADryRunWritesNothingAndTellsWhatTheRunThenTakes()
    {
        using var mapping = new TestMapping($"{AccountTable.Backfill},{AccountTable.Overwriting}");
        await using var table = await AccountTable.CreateAsync(engine, Each);
        var before = await table.ContentsAsync();

        var plan = await table.CopyAsync(o => o with { Mapping = mapping.Path, DryRun = true });

        Assert.Null(plan.Error);
        Assert.Equal((DdbMigrationOutcome.Planned, Candidates, 0, 0), (plan.Result.Outcome, plan.Result.ToWrite, plan.Result.Written, table.WriteCalls));
        await table.AssertHoldsAsync(before);
        Assert.Empty(Directory.EnumerateFileSystemEntries(table.CheckpointPath));
        var done = await table.CopyAsync(o => o with { Mapping = mapping.Path });
        Assert.Equal(plan.Result.EstimatedWriteUnits, done.Result.WriteUnits);
        // Each account is in one more index than before.
        Assert.Equal((2 * 2 * Each) + Each, plan.Result.EstimatedWriteUnits);
    }

    [Fact]
    public async Task TheServerLeavesOutWhatNoRuleCanMatch()
    {
        using var mapping = new TestMapping(AccountTable.Backfill);
        await using var table = await AccountTable.CreateAsync(engine, Each);
        var returned = 0;
        table.Proxy.Hook = request => ValueTask.FromResult(request.Operation == "Scan"
            ? ProxyAction.Rewrite(response: answer =>
            {
                Interlocked.Add(ref returned, answer.Json()["Count"]!.GetValue<int>());
                return answer;
            })
            : ProxyAction.Forward);

        var run = await table.CopyAsync(o => o with { Mapping = mapping.Path });

        Assert.Equal((2 * Each, All, 2 * Each), (returned, run.Result.Scanned, run.Result.Written));
    }

    [Fact]
    public Task TheSameWithAFifthOfTheRequestsFailing() => CycleWithFaultsAsync(1, 2);

    [Fact]
    [Trait("Category", "Soak")]
    public Task TheSameWithAFifthOfTheRequestsFailingOnThirtyTables() => CycleWithFaultsAsync([.. Enumerable.Range(3, 30)]);

    private async Task CycleWithFaultsAsync(params int[] seeds)
    {
        using var mapping = new TestMapping($"{AccountTable.Backfill},{AccountTable.Overwriting}");
        foreach (var seed in seeds)
        {
            await using var table = await AccountTable.CreateAsync(engine, Each);
            var before = await table.ContentsAsync();
            var faults = new FaultSchedule(seed, rate: 0.2);
            table.Proxy.Hook = faults.DecideAsync;
            MigrationOptions Use(MigrationOptions options) => options with { Mapping = mapping.Path };
            try
            {
                await UntilCompletedAsync(() => table.CopyAsync(Use));
                await table.AssertHoldsAsync(AccountTable.Expected(before.Values));
                await UntilCompletedAsync(() => table.UndoAsync(Use));
                await table.AssertHoldsAsync(before);
                await UntilCompletedAsync(() => table.CopyAsync(Use));
                await UntilCompletedAsync(() => table.DeleteAsync(Use));
                await table.AssertHoldsAsync(AccountTable.Expected(before.Values));
            }
            catch (XunitException error)
            {
                throw new XunitException($"With {faults}: {error.Message}", error);
            }

            Assert.True(faults.Injected.Total > 0);
            output.WriteLine($"{table.Proxy.Log.Total} requests, {faults}");
        }
    }

    private async Task UntilCompletedAsync<T>(Func<Task<MigrationRun<T>>> run)
    {
        const int most = 8;
        for (var runs = 1; ; runs++)
        {
            string trouble;
            try
            {
                if ((await run()).Error is not { } error)
                    return;
                trouble = error.Message;
            }
            catch (DdbException error) when (error.Kind is DdbErrorKind.ServiceError or DdbErrorKind.Connection or DdbErrorKind.LimitExceeded)
            {
                trouble = error.Message;
            }

            output.WriteLine(trouble);
            if (runs == most)
                throw new XunitException($"It was not completed in {most} runs: {trouble}");
        }
    }

    private static string Statuses(Dictionary<string, DdbMigrationCheck> checks) => string.Join(' ', checks.Values.Select(check => $"{check.Name}:{check.Status}"));
}
