using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Resume;

/// <summary>A run that is stopped goes on where it stopped: both sittings together do what one would have done, and count it once.</summary>
public sealed class SittingTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private const int Items = 180;
    private const int Segments = 3;

    [Theory]
    [InlineData("Scan", 2)]
    [InlineData("Scan", 5)]
    [InlineData("BatchExecuteStatement", 1)]
    [InlineData("BatchExecuteStatement", 6)]
    public async Task ACopyGoesOn(string operation, int number)
    {
        await using var table = await CreateAsync();
        var before = await table.ContentsAsync();

        var stopped = await table.StopAtAsync(operation, number, token => table.CopyAsync(Small, token));
        var (again, scans) = await GoOnAsync(table, RunOperation.Copy, () => table.CopyAsync(Small));

        AssertSameRun(stopped, again);
        Assert.Equal((Items, Items), (again.Candidates, again.Written + again.AlreadyMigrated));
        AssertFamilies(again);
        AssertSumOfRequests(stopped, again, scans);
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
    }

    [Theory]
    [InlineData("Scan", 2)]
    [InlineData("Scan", 8)]
    [InlineData("BatchGetItem", 3)]
    [InlineData("BatchExecuteStatement", 1)]
    [InlineData("BatchExecuteStatement", 7)]
    public async Task ADeleteGoesOn(string operation, int number)
    {
        await using var table = await CreateSmallAsync();
        var before = await table.ContentsAsync();
        await table.CopyAllAsync();

        var stopped = await table.StopAtAsync(operation, number, token => table.DeleteAsync(Many, token));
        var left = (await table.ContentsAsync()).Keys.Count(key => key.Pk.StartsWith("ENTITY#", StringComparison.Ordinal));
        Assert.Equal(Items - left, stopped.Deleted);
        Assert.Equal(Items - left, CheckpointFile.Read(stopped.CheckpointPath!)!.Counts.GetValueOrDefault("Deleted"));
        var (again, scans) = await GoOnAsync(table, RunOperation.Delete, () => table.DeleteAsync(Many));

        AssertSameRun(stopped, again);
        Assert.Equal((Items, Items, 0), (again.Candidates, again.Deleted, again.Kept));
        AssertFamilies(again);
        AssertSumOfRequests(stopped, again, scans);
        await table.AssertHoldsAsync(ExpectedTable.AfterDelete(before.Values, MigratingTable.NamespaceId));
    }

    [Theory]
    [InlineData("Scan", 2)]
    [InlineData("BatchGetItem", 3)]
    [InlineData("BatchExecuteStatement", 1)]
    [InlineData("BatchExecuteStatement", 8)]
    public async Task AnUndoGoesOn(string operation, int number)
    {
        await using var table = await CreateSmallAsync();
        var before = await table.ContentsAsync();
        await table.CopyAllAsync();
        await table.DeleteAllAsync();

        var stopped = await table.StopAtAsync(operation, number, token => table.UndoAsync(Many, token));
        var (again, _) = await GoOnAsync(table, RunOperation.Undo, () => table.UndoAsync(Many));

        Assert.Equal((stopped.RunId, true), (again.RunId, again.IsResumed));
        Assert.Equal((Items, Items, 0, 0), (again.Copies, again.Removed, again.Changed, again.Failed));
        // An item whose answer came too late is met again as one that stands.
        Assert.InRange(again.Restored, stopped.Restored, Items);
        await table.AssertHoldsAsync(before);
    }

    [Theory]
    [InlineData("Scan", 2)]
    [InlineData("Scan", 7)]
    public async Task AVerificationGoesOn(string operation, int number)
    {
        await using var table = await CreateAsync();
        await table.CopyAllAsync();
        var old = ItemJson.Plain(Items).ToList();
        foreach (var item in old.Take(20))
            await table.Raw.DeleteAsync(table.Name, $"{MigratingTable.NamespaceId}/{item.Text("PK")}", item.Text("SK"));
        foreach (var item in old.Skip(20).Take(10))
            await table.PutAsync(ExpectedTable.CopyOf(item, MigratingTable.NamespaceId).With("n", ItemJson.N(-1)));
        var whole = await table.VerifyAsync(o => Small(o) with { CheckpointPath = table.NewCheckpointPath() });
        var differences = Keys(table.Differences);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => table.CancelAtAsync(operation, number, token => table.VerifyAsync(Small, token)));
        var stoppedAt = CheckpointFile.Read(RunFolder.At(table.CheckpointPath).CheckpointPath(RunOperation.Verify))!;
        var again = await GoOnAsync(table, RunOperation.Verify, async () =>
        {
            var checks = await table.VerifyAsync(Small);
            return new MigrationRun<Dictionary<string, DdbMigrationCheck>>(checks, null, IsInterrupted: false);
        });

        Assert.False(stoppedAt.IsFinished);
        Assert.Equal(Told(whole), Told(again.Result));
        Assert.Equal(30, differences.Count);
        Assert.Equal(differences, Keys(table.Differences));
    }

    [Fact]
    public async Task ConflictsOfBothSittingsAreRecordedOnce()
    {
        await using var table = await CreateAsync();
        var taken = ItemJson.Plain(Items).Where((_, index) => index % 3 == 0).ToList();
        await table.Raw.LoadAsync(table.Name, taken.Select(item => ExpectedTable.CopyOf(item, MigratingTable.NamespaceId).With("n", ItemJson.N(-1))));

        await table.StopAtAsync("BatchExecuteStatement", 4, token => table.CopyAsync(Small, token));
        await table.StopAtAsync("BatchExecuteStatement", 2, token => table.CopyAsync(Small, token));
        var last = await table.CopyAsync(Small);

        Assert.Equal("MigrationIncomplete", last.Error!.ErrorId);
        Assert.Equal((taken.Count, Items - taken.Count), (last.Result.Conflicts, last.Result.Written + last.Result.AlreadyMigrated));
        var records = RecordLog.Read<DdbItemReport>(RunFolder.At(table.CheckpointPath).RecordsPath(RunOperation.Copy)).ToList();
        Assert.Equal(taken.Select(item => item.KeyText()).Order(StringComparer.Ordinal), records.Select(record => record.SourceKey).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ACopyWhoseRecordsAreGoneStillTellsItsConflicts()
    {
        await using var table = await CreateAsync();
        await table.Raw.LoadAsync(table.Name, ItemJson.Plain(Items).Select(item => ExpectedTable.CopyOf(item, MigratingTable.NamespaceId).With("n", ItemJson.N(-1))));
        await table.StopAtAsync("Scan", 4, token => table.CopyAsync(o => Small(o) with { ThrottleLimit = 1 }, token));
        File.Delete(RunFolder.At(table.CheckpointPath).RecordsPath(RunOperation.Copy));

        var again = await table.CopyAsync(Small);

        Assert.Equal("MigrationIncomplete", again.Error!.ErrorId);
        Assert.Equal(Items, again.Result.Conflicts);
    }

    [Fact]
    public async Task AFinishedRunIsNotGoneOnWith()
    {
        await using var table = await CreateAsync();
        var first = await table.CopyAllAsync();
        var added = ItemJson.Of("ENTITY#late", "#META");
        await table.PutAsync(added);

        var second = await table.CopyAllAsync();

        Assert.False(second.IsResumed);
        Assert.NotEqual(first.RunId, second.RunId, StringComparer.Ordinal);
        Assert.Equal((Items + 1, 1, Items), (second.Candidates, second.Written, second.AlreadyMigrated));
        Assert.NotNull(await table.GetCopyAsync(added));
    }

    [Fact]
    public async Task RestartBeginsAnew()
    {
        await using var table = await CreateAsync();
        var before = await table.ContentsAsync();
        var stopped = await table.StopAtAsync("BatchExecuteStatement", 5, token => table.CopyAsync(Small, token));

        var again = await table.CopyAsync(o => Small(o) with { Restart = true });

        Assert.Null(again.Error);
        Assert.False(again.Result.IsResumed);
        Assert.NotEqual(stopped.RunId, again.Result.RunId, StringComparer.Ordinal);
        Assert.Equal((Items, Items), (again.Result.Candidates, again.Result.Written + again.Result.AlreadyMigrated));
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
    }

    [Fact]
    public async Task OtherLimitsAndSegmentsMayGoOn()
    {
        await using var table = await CreateAsync();
        var before = await table.ContentsAsync();
        var stopped = await table.StopAtAsync("Scan", 4, token => table.CopyAsync(Small, token));

        var again = await table.CopyAsync(o => o with { TotalSegments = 50, ThrottleLimit = 32, MaxWriteUnits = 100_000 });

        Assert.Null(again.Error);
        AssertSameRun(stopped, again.Result);
        Assert.Equal(Items, again.Result.Written + again.Result.AlreadyMigrated);
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
    }

    /// <summary>
    /// Segments of one page, for runs that delete: the engine does not go on with a segment after a key whose item is gone, as DynamoDB does.
    /// </summary>
    private Task<MigratingTable> CreateSmallAsync() => MigratingTable.CreateAsync(engine, ItemJson.Plain(Items));

    private static MigrationOptions Many(MigrationOptions options) => options with { TotalSegments = 20, ThrottleLimit = 4 };

    /// <summary>Items so large that a segment has several pages.</summary>
    private Task<MigratingTable> CreateAsync() =>
        MigratingTable.CreateAsync(engine, ItemJson.Plain(Items).Select(item => item.With("filling", ItemJson.S(new string('x', 20_000)))));

    private static MigrationOptions Small(MigrationOptions options) => options with { TotalSegments = Segments, ThrottleLimit = 4 };

    /// <summary>Runs again, and sees that only pages are read that were not durably done.</summary>
    private static async Task<(T Result, int Scans)> GoOnAsync<T>(MigratingTable table, RunOperation operation, Func<Task<MigrationRun<T>>> run)
    {
        var stood = CheckpointFile.Read(RunFolder.At(table.CheckpointPath).CheckpointPath(operation))!.Scan!;
        table.Proxy.Log.KeepRequests = true;
        var again = await run();
        Assert.Null(again.Error);
        var scans = table.Proxy.Log.Requests.Where(request => request.Operation == "Scan").Select(request => request.Json()).Where(scan => scan.ContainsKey("Segment")).ToList();
        var firsts = scans.GroupBy(scan => scan["Segment"]!.GetValue<int>()).ToDictionary(group => group.Key, group => group.First()["ExclusiveStartKey"]?.ToJsonString());

        var open = stood.Open.ToDictionary(segment => segment.Segment, segment => segment.StartKey is { } key ? JsonNode.Parse(key.GetRawText())!.ToJsonString() : null);
        for (var segment = stood.NextSegment; segment < stood.TotalSegments; segment++)
            open.Add(segment, null);
        Assert.Equal(open.OrderBy(pair => pair.Key), firsts.OrderBy(pair => pair.Key));
        return (again.Result, scans.Count);
    }

    private static void AssertSameRun(DdbMigrationResult stopped, DdbMigrationResult again)
    {
        Assert.Equal((stopped.RunId, stopped.StartedAt, true), (again.RunId, again.StartedAt, again.IsResumed));
        Assert.False(stopped.IsResumed);
    }

    private static void AssertFamilies(DdbMigrationResult result)
    {
        var family = Assert.Single(result.Families);
        Assert.Equal(("ENTITY#", Items), (family.Family, family.Candidates));
    }

    private static void AssertSumOfRequests(DdbMigrationResult stopped, DdbMigrationResult again, int scans)
    {
        Assert.True(again.Requests >= stopped.Requests + scans);
        Assert.True(again.ReadUnits >= stopped.ReadUnits);
        Assert.True(again.WriteUnits >= stopped.WriteUnits);
    }

    private static List<string> Told(Dictionary<string, DdbMigrationCheck> checks) => [.. checks.Values.Select(check => $"{check.Name}: {check.Status}, {check.Actual}")];

    private static List<string> Keys(IEnumerable<DdbMigrationDifference> differences) =>
        [.. differences.Select(difference => $"{difference.Kind} {difference.SourceKey}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
