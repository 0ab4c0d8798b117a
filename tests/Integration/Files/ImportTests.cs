using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Integration.Worker;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Processes;
using DynamoNamespace.Tests.Support.Proxy;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Files;

/// <summary>An import overwrites nothing, can be run again, and says so where the table is not what the file holds.</summary>
public sealed class ImportTests(DynoxideServer engine, ITestOutputHelper output) : IClassFixture<DynoxideServer>
{
    private static readonly List<JsonObject> Items = [.. SampleTable.Items(300, 23)];

    [Fact]
    public async Task ATableWithOtherItemsIsRefusedUnlessThatIsAllowed()
    {
        using var folder = new FileFolder();
        var path = await ExportAsync(folder);
        var stranger = ItemJson.Of("STRANGER#1", "#META", ("v", ItemJson.N(1)));
        await using var target = await MigratingTable.CreateAsync(engine, [stranger, .. Items.Take(10)], isRegistered: false);

        var error = await target.RefusesAsync("TableNotEmpty", path);
        Assert.Contains("1 of its 11 items are not those of the file, the first at PK=STRANGER#1, SK=#META", error.Message, StringComparison.Ordinal);

        var import = await target.ImportAllAsync(path, options => options with { AllowNonEmpty = true });
        Assert.Equal((290, 10, 301), (import.Written, import.AlreadyThere, import.TableItems));
        await target.AssertHoldsAsync(TableContents.Of(Items.Append(stranger)));
    }

    [Fact]
    public async Task AnotherItemUnderTheSameKeyIsAConflictAndStays()
    {
        using var folder = new FileFolder();
        var path = await ExportAsync(folder);
        var changed = Items[5].With("note", ItemJson.S("made by somebody else"));
        await using var target = await MigratingTable.CreateAsync(engine, [changed], isRegistered: false);
        await target.RefusesAsync("TableNotEmpty", path);

        var run = await target.ImportAsync(path, options => options with { AllowNonEmpty = true });

        Assert.Equal(("ImportIncomplete", DdbMigrationOutcome.Incomplete), (run.Error!.ErrorId, run.Result.Outcome));
        Assert.Equal((299, 0, 1, 0, false), (run.Result.Written, run.Result.AlreadyThere, run.Result.Conflicts, run.Result.Failed, run.Result.IsProven));
        var report = Assert.Single(run.Result.Reports);
        Assert.Equal((DdbItemReason.Conflict, changed.KeyText()), (report.Reason, report.SourceKey));
        Assert.Equal(["note"], report.Attributes);
        var record = Assert.Single(await File.ReadAllLinesAsync(run.Result.RecordsPath!));
        Assert.Equal(changed.KeyText(), (string)JsonNode.Parse(record)!["sourceKey"]!);
        await target.AssertHoldsAsync(TableContents.Of([.. Items.Take(5), changed, .. Items.Skip(6)]));
    }

    [Fact]
    public async Task ADryRunSaysWhatWouldBePut()
    {
        using var folder = new FileFolder();
        var path = await ExportAsync(folder);
        await using var target = await MigratingTable.CreateAsync(engine, Items.Take(40), isRegistered: false);

        var run = await target.ImportAsync(path, options => options with { DryRun = true });

        Assert.Null(run.Error);
        Assert.Equal((DdbMigrationOutcome.Planned, 300, 260, 40, 0), (run.Result.Outcome, run.Result.Items, run.Result.ToWrite, run.Result.AlreadyThere, run.Result.Written));
        Assert.Equal(0, target.WriteCalls);
        await using var empty = await MigratingTable.CreateAsync(engine, [], isRegistered: false);
        Assert.Equal(300, (await empty.ImportAsync(path, options => options with { DryRun = true })).Result.ToWrite);
        await using var foreign = await MigratingTable.CreateAsync(engine, [Items[0].With("note", ItemJson.S("x"))], isRegistered: false);
        Assert.Equal(300, (await foreign.ImportAsync(path, options => options with { DryRun = true, AllowNonEmpty = true })).Result.ToWrite);
        Assert.Equal("TableNotEmpty", (await Assert.ThrowsAsync<DdbException>(() => foreign.ImportAsync(path, options => options with { DryRun = true }))).ErrorId);
    }

    [Fact]
    public async Task AStoppedImportGoesOnAndASecondOneCostsNoWrites()
    {
        using var folder = new FileFolder();
        var path = await ExportAsync(folder);
        await using var target = await MigratingTable.CreateAsync(engine, [], isRegistered: false);

        var stopped = await target.CancelAtAsync("BatchExecuteStatement", 4, token => target.ImportAsync(path, options => options with { ThrottleLimit = 2 }, token));
        Assert.Equal((true, "ImportInterrupted"), (stopped.IsInterrupted, stopped.Error!.ErrorId));
        var there = (await target.ContentsAsync()).Count;
        Assert.InRange(there, 25, 200);

        var rest = await target.ImportAllAsync(path);
        Assert.Equal((300, there), (rest.Written + rest.AlreadyThere, rest.AlreadyThere));
        await target.AssertHoldsAsync(TableContents.Of(Items));

        var again = await target.ImportAllAsync(path);
        Assert.Equal((0, 300, 0), (again.Written, again.AlreadyThere, again.WriteUnits));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task FaultsAreWaitedOut(int seed)
    {
        using var folder = new FileFolder();
        var path = await ExportAsync(folder);
        await using var target = await MigratingTable.CreateAsync(engine, [], isRegistered: false);
        var schedule = new FaultSchedule(seed, 0.3) { ExcludedOperations = ["DescribeTable"] };
        target.Proxy.Hook = schedule.DecideAsync;

        var import = await target.ImportAllAsync(path);

        Assert.True(schedule.Injected.Total >= 8, schedule.ToString());
        Assert.Equal(300, import.Written + import.AlreadyThere);
        Assert.True(import.Retries >= 5, $"{import.Retries} retries");
        target.Proxy.Hook = null;
        await target.AssertHoldsAsync(TableContents.Of(Items));
    }

    [Fact]
    public async Task AnImportThatIsKilledAnywhereIsRunAgain()
    {
        using var folder = new FileFolder();
        var path = await ExportAsync(folder);
        var kills = 0;
        for (var seed = 1; seed <= 3; seed++)
        {
            await using var target = await MigratingTable.CreateAsync(engine, [], isRegistered: false);
            var runs = await new KillSwitch(target.Proxy).RunUntilItEndsAsync(
                ["table", "import", "--table-name", target.Name, "--path", path, "--output", "json"], seed, within: 20, mostKills: 4);
            Ddbns.AssertExit(0, runs.Last);
            var result = Ddbns.Parse(runs.Last);
            Assert.Equal((300, true), ((int)result["written"]! + (int)result["alreadyThere"]!, (bool)result["isProven"]!));
            await target.AssertHoldsAsync(TableContents.Of(Items));
            output.WriteLine($"seed {seed}: killed at the requests {string.Join(", ", runs.KilledAt)}; {result["alreadyThere"]} items were there at the last run");
            kills += runs.KilledAt.Count;
        }

        Assert.True(kills >= 6, $"Only {kills} kills happened.");
    }

    [Fact]
    public async Task AnItemThatSomebodyElseAddsOrRemovesMeanwhileIsTold()
    {
        using var folder = new FileFolder();
        var path = await ExportAsync(folder);
        await using var added = await MigratingTable.CreateAsync(engine, [], isRegistered: false);
        var adds = added.Before(request => request is { Operation: "BatchExecuteStatement", NumberOfOperation: 3 }, () => added.PutAsync(ItemJson.Of("STRANGER#1", "x")));
        var more = await added.ImportAsync(path);
        Assert.True(adds.Happened);
        Assert.Equal(("ImportNotProven", 300, 301, false), (more.Error!.ErrorId, more.Result.Written, more.Result.TableItems, more.Result.IsProven));
        Assert.Contains("the table has 301 items and the file 300", more.Error.Message, StringComparison.Ordinal);

        await using var removed = await MigratingTable.CreateAsync(engine, [], isRegistered: false);
        // The first scan looks whether the table is empty, the next one reads it back; one at a time, so that no other scan has met the item by then.
        var removes = removed.Before(request => request is { Operation: "Scan", NumberOfOperation: 2 }, () => removed.DeleteItemAsync(Items[0]));
        var less = await removed.ImportAsync(path, options => options with { ThrottleLimit = 1 });
        Assert.True(removes.Happened);
        Assert.Equal("ImportNotProven", less.Error!.ErrorId);
        Assert.Contains($"1 items of the file are not in the table as they are in the file, the first at {Items[0].KeyText()}", less.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFileThatIsChangedWhileItIsImportedIsTold()
    {
        using var folder = new FileFolder();
        await using var source = await MigratingTable.CreateAsync(engine, ItemJson.Plain(800).Select(item => item.With("text", ItemJson.S(new string('x', 1000)))), isRegistered: false);
        var path = folder.Place("t.jsonl");
        await source.ExportAllAsync(path);
        await using var target = await MigratingTable.CreateAsync(engine, [], isRegistered: false);
        // Far behind what has been read by then.
        var changes = target.Before(request => request is { Operation: "BatchGetItem", NumberOfOperation: 1 }, async () =>
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.Position = file.Length - 100;
            file.WriteByte((byte)'x');
            file.WriteByte((byte)'y');
        });

        var run = await target.ImportAsync(path, options => options with { ThrottleLimit = 1 });

        Assert.True(changes.Happened);
        Assert.Equal(("FileAltered", false), (run.Error!.ErrorId, run.Result.IsProven));
        Assert.Contains("was changed while it was being imported", run.Error.Message, StringComparison.Ordinal);
        Assert.InRange(run.Result.Written, 1, 799);
    }

    [Fact]
    public async Task AnItemThatDynamoDbDoesNotTakeIsRecordedAndTheOthersArePut()
    {
        using var folder = new FileFolder();
        var path = await ExportAsync(folder);
        await using var target = await MigratingTable.CreateAsync(engine, [], isRegistered: false);
        var refused = Items.First(item => item.Text("PK") == "ENTITY#every-type");
        target.Proxy.Hook = request => ValueTask.FromResult(
            request.Operation == "PutItem" && Intervention.Names(request, "ENTITY#every-type")
                ? ProxyAction.Respond(ProxiedResponse.Error(400, "ValidationException", "not like this"))
                : request.Operation != "BatchExecuteStatement" ? ProxyAction.Forward
                : StatementFault.Inject(request, (statement, _) => statement.ToJsonString().Contains("\"ENTITY#every-type\"", StringComparison.Ordinal) ? new StatementFault("ValidationError") : null));

        var run = await target.ImportAsync(path);

        Assert.Equal(("ImportIncomplete", 299, 1), (run.Error!.ErrorId, run.Result.Written, run.Result.Failed));
        Assert.Equal((DdbItemReason.Failed, refused.KeyText()), (run.Result.Reports[0].Reason, run.Result.Reports[0].SourceKey));
        Assert.Contains("not like this", run.Result.Reports[0].Detail, StringComparison.Ordinal);
    }

    private async Task<string> ExportAsync(FileFolder folder)
    {
        await using var source = await MigratingTable.CreateAsync(engine, Items, isRegistered: false);
        await source.ExportAllAsync(folder.Place("t.jsonl.gz"));
        return folder.Place("t.jsonl.gz");
    }
}
