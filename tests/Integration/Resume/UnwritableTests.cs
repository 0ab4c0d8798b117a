using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Integration.Worker;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Processes;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Resume;

/// <summary>A run that cannot keep its checkpoint does not go on, and loses nothing.</summary>
public sealed class UnwritableTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private const int Items = 400;

    [Theory]
    [InlineData("copy")]
    [InlineData("delete")]
    [InlineData("undo")]
    public async Task APlaceThatCannotBeWrittenIsFoundOutBeforeTheFirstWrite(string operation)
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(20));
        var file = Path.Combine(table.CheckpointPath, "file");
        await File.WriteAllTextAsync(file, "");
        MigrationOptions Below(MigrationOptions options) => options with { CheckpointPath = Path.Combine(file, "run") };

        var error = await Assert.ThrowsAsync<DdbException>(() => operation switch
        {
            "copy" => table.CopyAsync(Below),
            "delete" => table.DeleteAsync(Below),
            _ => (Task)table.UndoAsync(Below),
        });

        Assert.Equal("CheckpointNotWritable", error.ErrorId);
        Assert.Contains("-CheckpointPath", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, table.WriteCalls);
    }

    [Theory]
    [InlineData("copy.records.jsonl")]
    [InlineData("copy.checkpoint.json.new")]
    [InlineData("copy.lock")]
    public async Task AFileThatCannotBeWrittenIsFoundOutBeforeTheFirstWrite(string name)
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(20));
        Directory.CreateDirectory(Path.Combine(table.CheckpointPath, name));
        Assert.Equal("CheckpointNotWritable", await ErrorIdAsync(() => table.CopyAsync()));
        Assert.Equal(0, table.WriteCalls);
    }

    [Fact]
    public async Task AJournalThatCannotBeWrittenIsFoundOutBeforeTheFirstDelete()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(20));
        await table.CopyAllAsync();
        table.Proxy.Log.Clear();
        Directory.CreateDirectory(RunFolder.At(table.CheckpointPath).DeletionsPath);
        Assert.Equal("CheckpointNotWritable", await ErrorIdAsync(() => table.DeleteAsync()));
        Assert.Equal(0, table.WriteCalls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AFolderThatIsLostWhileTheRunIsAtWorkStopsIt(bool isDelete)
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(Items));
        var before = await table.ContentsAsync();
        if (isDelete)
            await table.CopyAllAsync();
        var path = table.NewCheckpointPath();
        MigrationOptions Lost(MigrationOptions options) => options with { CheckpointPath = path };
        table.Proxy.Log.Clear();
        var meeting = table.Before(request => request.Operation == "BatchExecuteStatement" && request.NumberOfOperation == 3, () =>
        {
            Directory.Delete(path, recursive: true);
            File.WriteAllText(path, "");
            return Task.CompletedTask;
        });

        var stopped = isDelete ? await table.DeleteAsync(Lost) : await table.CopyAsync(Lost);
        Assert.True(meeting.Happened);
        Assert.Equal("CheckpointNotWritable", stopped.Error!.ErrorId);
        Assert.Equal(DdbMigrationOutcome.Incomplete, stopped.Result.Outcome);
        File.Delete(path);
        var again = isDelete ? await table.DeleteAsync(Lost) : await table.CopyAsync(Lost);

        Assert.Null(again.Error);
        await table.AssertHoldsAsync(isDelete
            ? ExpectedTable.AfterDelete(before.Values, MigratingTable.NamespaceId)
            : ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
    }

    /// <summary>
    /// A limit on the size of files stands for a full disk: with SIGXFSZ ignored, a write above it fails as one on a full disk does
    /// (https://man7.org/linux/man-pages/man2/setrlimit.2.html).
    /// </summary>
    [LinuxFact("The limit on the size of files that stands for a full disk is set as on Linux.")]
    public async Task ADiskThatFillsUpStopsTheDeleteAndNothingIsGoneWithoutItsEntry()
    {
        const int Many = 1200;
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(Many));
        var before = await table.ContentsAsync();
        await table.CopyAllAsync();

        var filled = await LimitedAsync(table, kilobytes: 32, "delete");

        Ddbns.AssertExit(1, filled);
        Assert.True(filled.StandardError.Contains("deletions.journal' cannot be written", StringComparison.Ordinal), filled.ToString());
        var left = (await table.ContentsAsync()).Keys.Count(key => key.Pk.StartsWith("ENTITY#", StringComparison.Ordinal));
        Assert.InRange(left, 1, Many - 1);
        await table.UndoAllAsync();
        await table.AssertHoldsAsync(before);
    }

    private static async Task<ProcessResult> LimitedAsync(MigratingTable table, int kilobytes, string command)
    {
        // W^X maps the runtime's code through a file, which the limit would hit as well.
        var environment = new Dictionary<string, string>(DynoxideServer.EnvironmentFor(table.Proxy.EndpointUrl), StringComparer.Ordinal) { ["DOTNET_EnableWriteXorExecute"] = "0" };
        await using var process = ChildProcess.Start(
            "bash",
            ["-c", $"trap '' XFSZ; ulimit -f {kilobytes}; exec dotnet \"$0\" \"$@\"", WorkerProcess.AssemblyPath, command, "--table-name", table.Name, "--checkpoint-path", table.CheckpointPath],
            environment);
        return await process.WaitAsync();
    }

    private static async Task<string?> ErrorIdAsync(Func<Task<MigrationRun<DdbMigrationResult>>> run)
    {
        try
        {
            return (await run()).Error?.ErrorId;
        }
        catch (DdbException error)
        {
            return error.ErrorId;
        }
    }
}
