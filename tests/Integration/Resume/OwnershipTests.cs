using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Registry;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Integration.Worker;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Processes;
using DynamoNamespace.Tests.Support.Proxy;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Resume;

/// <summary>A checkpoint serves the plan and the table that it is of, and one run at a time.</summary>
public sealed class OwnershipTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private const int Items = 200;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnotherNamespaceIsRefused(bool restart)
    {
        await using var table = await StoppedAsync();
        await NamespaceOperations.RegisterAsync(table.Connection, table.Name, "second", "zzzzzz", CancellationToken.None);
        await AssertRefusedAsync(
            table, () => table.CopyAsync(o => o with { Namespace = "second", Restart = restart }), "CheckpointOfAnotherPlan",
            "the variable 'namespaceId' is 'a7x3kq' there and 'zzzzzz' here");
    }

    [Fact]
    public async Task AnotherMappingIsRefused()
    {
        await using var table = await StoppedAsync();
        using var mapping = new TestMapping("""{"name":"prefix","match":{"PK":{"pattern":"^ENTITY#"}},"set":{"PK":"v2/${PK}"}}""");
        await AssertRefusedAsync(table, () => table.DeleteAsync(o => o with { Mapping = mapping.Path }), "CheckpointOfAnotherPlan", "the mapping is 'zae-limiter-0.10'");
    }

    [Fact]
    public async Task AnotherTableIsRefused()
    {
        await using var table = await StoppedAsync();
        await using var other = await MigratingTable.CreateAsync(engine, ItemJson.Plain(3));
        await AssertRefusedAsync(
            table, () => other.CopyAsync(o => o with { CheckpointPath = table.CheckpointPath, Restart = true }), "CheckpointOfAnotherPlan", $"the table is '{table.Name}' there and '{other.Name}' here");
        Assert.Equal(0, other.WriteCalls);
    }

    [Fact]
    public async Task TheSameTableBehindAnotherEndpointIsRefusedAndItsFilesStay()
    {
        await using var table = await StoppedAsync();
        await table.CopyAllAsync();
        await table.StopAtAsync("BatchExecuteStatement", 2, token => table.DeleteAsync(cancellationToken: token));
        await using var other = LoopbackProxy.Start(engine.EndpointUrl);
        var journal = RunFolder.At(table.CheckpointPath).DeletionsPath;
        var deleted = await File.ReadAllBytesAsync(journal);

        foreach (var restart in new[] { false, true })
        {
            await AssertRefusedAsync(
                table, () => table.DeleteAsync(o => o with { Connection = o.Connection with { EndpointUrl = other.EndpointUrl }, Restart = restart }),
                "CheckpointOfAnotherPlan", $"the endpoint is '{table.Proxy.EndpointUrl}' there and '{other.EndpointUrl}' here");
        }

        Assert.Equal(0, other.Log.Count("BatchExecuteStatement"));
        Assert.Equal(deleted, await File.ReadAllBytesAsync(journal));
    }

    [Fact]
    public async Task ATableThatWasMadeAgainIsRefusedUntilTheRunStartsOver()
    {
        await using var table = await StoppedAsync();
        await table.Raw.DeleteTableAsync(table.Name);
        await table.Raw.CreateTableAsync(SampleTable.CreateTableRequestJson(table.Name, withGsi4: true, withStream: false));
        await NamespaceOperations.RegisterAsync(table.Connection, table.Name, "default", MigratingTable.NamespaceId, CancellationToken.None);
        await table.Raw.LoadAsync(table.Name, ItemJson.Plain(50));

        await AssertRefusedAsync(table, () => table.CopyAsync(), "CheckpointOfAnotherPlan", "so it was dropped and made again");
        var again = await table.CopyAsync(o => o with { Restart = true });

        Assert.Null(again.Error);
        Assert.False(again.Result.IsResumed);
        Assert.Equal((50, 50), (again.Result.Candidates, again.Result.Written));
    }

    [Fact]
    public async Task EachEndpointHasAFolderOfItsOwnByDefault()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(30));
        await using var other = LoopbackProxy.Start(engine.EndpointUrl);
        foreach (var endpoint in new[] { table.Proxy.EndpointUrl, other.EndpointUrl, table.Proxy.EndpointUrl })
        {
            var environment = new Dictionary<string, string>(DynoxideServer.EnvironmentFor(endpoint), StringComparer.Ordinal) { [StateFolder.Variable] = table.CheckpointPath };
            Ddbns.AssertExit(0, await WorkerProcess.RunAsync(["migrate", "--table-name", table.Name], environment));
        }

        var folders = Directory.GetDirectories(Path.Combine(table.CheckpointPath, table.Name));
        Assert.Equal(2, folders.Length);
        Assert.All(folders, folder => Assert.True(CheckpointFile.Read(RunFolder.At(folder).CheckpointPath(RunOperation.Copy))!.IsFinished));
    }

    [Fact]
    public async Task OtherSettingsAreRefusedUntilTheRunStartsOver()
    {
        await using var table = await StoppedAsync();
        await table.EnableTtlAsync("ttl");
        await AssertRefusedAsync(table, () => table.CopyAsync(o => o with { SkipExpired = true }), "CheckpointOfOtherSettings", "was begun with SkipExpired off, and this command has SkipExpired on");
        var again = await table.CopyAsync(o => o with { SkipExpired = true, Restart = true });
        Assert.Null(again.Error);
        Assert.Equal(Items, again.Result.Written + again.Result.AlreadyMigrated);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{ \"format\": \"dynamonamespace/checkpoint/1\", \"oper")]
    [InlineData("{ \"format\": \"dynamonamespace/checkpoint/99\" }")]
    public async Task ACheckpointThatCannotBeReadIsRefusedUntilTheRunStartsOver(string content)
    {
        await using var table = await StoppedAsync();
        var before = await table.ContentsAsync();
        await File.WriteAllTextAsync(RunFolder.At(table.CheckpointPath).CheckpointPath(RunOperation.Copy), content);

        var refused = await Assert.ThrowsAsync<DdbException>(() => table.CopyAsync());
        Assert.Equal("CheckpointUnreadable", refused.ErrorId);
        await table.AssertHoldsAsync(before);
        var again = await table.CopyAsync(o => o with { Restart = true });

        Assert.Null(again.Error);
        Assert.Equal(Items, again.Result.Written + again.Result.AlreadyMigrated);
    }

    [Fact]
    public async Task ASecondRunIsRefusedWhileTheFirstIsAtWork()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(Items));
        var copied = ExpectedTable.AfterCopy((await table.ContentsAsync()).Values, MigratingTable.NamespaceId);
        var refusals = new List<string>();
        var meeting = table.Before(request => request.Operation == "BatchExecuteStatement", async () =>
        {
            refusals.Add((await Assert.ThrowsAsync<DdbException>(() => table.CopyAsync())).ErrorId);
            refusals.Add((await Assert.ThrowsAsync<DdbException>(() => table.CopyAsync(o => o with { Restart = true }))).ErrorId);
            refusals.Add((await Assert.ThrowsAsync<DdbException>(() => table.UndoAsync())).ErrorId);
        });

        var run = await table.CopyAsync();

        Assert.True(meeting.Happened);
        Assert.Equal(["RunInProgress", "RunInProgress", "RunInProgress"], refusals);
        Assert.Null(run.Error);
        Assert.Equal(Items, run.Result.Written);
        await table.AssertHoldsAsync(copied);
    }

    private async Task<MigratingTable> StoppedAsync()
    {
        var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(Items));
        await table.StopAtAsync("BatchExecuteStatement", 3, token => table.CopyAsync(cancellationToken: token));
        return table;
    }

    private static async Task AssertRefusedAsync<T>(MigratingTable table, Func<Task<T>> run, string errorId, string difference)
    {
        var folder = RunFolder.At(table.CheckpointPath);
        var checkpoint = await File.ReadAllTextAsync(folder.CheckpointPath(RunOperation.Copy));
        var before = table.WriteCalls;
        var error = await Assert.ThrowsAsync<DdbException>(run);
        Assert.Equal((errorId, DdbErrorKind.InvalidState), (error.ErrorId, error.Kind));
        Assert.Contains(difference, error.Message, StringComparison.Ordinal);
        Assert.Contains(table.CheckpointPath, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, table.WriteCalls);
        Assert.Equal(checkpoint, await File.ReadAllTextAsync(folder.CheckpointPath(RunOperation.Copy)));
    }
}
