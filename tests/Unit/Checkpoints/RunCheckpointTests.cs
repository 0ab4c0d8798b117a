using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Engine.State.Folder;
using DynamoNamespace.Tests.Unit.Aws;
using DynamoNamespace.Tests.Unit.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Checkpoints;

/// <summary>A run's checkpoint is taken up where it stood, and never goes past what could not be saved.</summary>
[Collection(ConnectionCollection.Name)]
public sealed class RunCheckpointTests : IDisposable
{
    private static readonly string[] One = ["1"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ddbns-run-checkpoint-");
    private readonly FakeTable table = new();

    private MigrationOptions Options => table.Options with { CheckpointPath = folder.FullName };

    private FolderFiles Files => FolderFiles.At(folder.FullName);

    public void Dispose()
    {
        table.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Run_thatWasStopped_isResumedAndWhatStandsBehindItsCheckpointIsCut()
    {
        string? stopped = null;
        await RunAsync(Options, async session =>
        {
            await using var checkpoint = await OpenAsync(session);
            stopped = checkpoint.RunId;
            var participant = new Participant("a") { Records = { "1", "2" } };
            checkpoint.Join(participant);
            await checkpoint.SaveAsync();
            Assert.Null(checkpoint.Resumed);
        });
        File.AppendAllText(Files.Log("copy.records"), "\"3\"\n");
        await RunAsync(Options, async session =>
        {
            await using var checkpoint = await OpenAsync(session);
            Assert.Equal((stopped, stopped, stopped), (checkpoint.RunId, checkpoint.Resumed!.RunId, checkpoint.Previous!.RunId));
            Assert.Equal(["1", "2"], await RecordsAsync(checkpoint));
            checkpoint.Join(new Participant("b") { Records = { "4" } });
            await checkpoint.SaveAsync();
            Assert.Equal(["1", "2", "4"], await RecordsAsync(checkpoint));
        });
    }

    [Fact]
    public async Task Run_thatEnded_isBegunAnew()
    {
        await RunAsync(Options, async session =>
        {
            await using var checkpoint = await OpenAsync(session);
            checkpoint.Join(new Participant("a") { Records = { "1" } });
            await checkpoint.FinishAsync(DdbMigrationOutcome.Incomplete);
        });
        await RunAsync(Options, async session =>
        {
            await using var checkpoint = await OpenAsync(session);
            Assert.Equal((null, true, "Incomplete"), (checkpoint.Resumed, checkpoint.Previous!.IsFinished, checkpoint.Previous.Outcome));
            Assert.Empty(await RecordsAsync(checkpoint));
        });
    }

    [Fact]
    public async Task DryRun_leavesNothing()
    {
        await RunAsync(Options with { DryRun = true }, async session =>
        {
            await using var checkpoint = await OpenAsync(session);
            await checkpoint.KeepAsync(static _ => Task.CompletedTask, CancellationToken.None);
            await checkpoint.FinishAsync(DdbMigrationOutcome.Planned);
            Assert.Equal((false, null), (checkpoint.IsKept, checkpoint.Path));
            Assert.Throws<InvalidOperationException>(() => checkpoint.Lease);
        });
        Assert.Empty(folder.GetFileSystemInfos());
        Assert.Equal(0, table.Endpoint.Count("TagResource"));
    }

    [Fact]
    public async Task Run_withOtherSettings_isRefusedAndItsLeaseEnded()
    {
        await RunAsync(Options, async session =>
        {
            await using var checkpoint = await OpenAsync(session);
            await checkpoint.SaveAsync();
        });
        table.Endpoint.On("DescribeTimeToLive", """{"TimeToLiveDescription":{"TimeToLiveStatus":"ENABLED","AttributeName":"ttl"}}""");
        await RunAsync(Options with { SkipExpired = true }, async session =>
        {
            var error = await Assert.ThrowsAsync<DdbException>(() => OpenAsync(session));
            Assert.Equal("CheckpointOfOtherSettings", error.ErrorId);
            Assert.Contains("was started with SkipExpired off, and this command has SkipExpired on", error.Message, StringComparison.Ordinal);
        });
        await RunAsync(Options, async session =>
        {
            await using var checkpoint = await OpenAsync(session);
            Assert.Equal((true, null), (checkpoint.Resumed is not null, checkpoint.Lease.TakenOverFrom));
        });
    }

    [Fact]
    public async Task SecondRun_ofTheOperation_isRefusedUntilTheFirstIsDisposedOf() => await RunAsync(Options, async session =>
    {
        await using (await OpenAsync(session))
            Assert.Equal("RunInProgress", (await Assert.ThrowsAsync<DdbException>(() => OpenAsync(session))).ErrorId);
        await using var next = await OpenAsync(session);
        Assert.Null(next.Lease.TakenOverFrom);
    });

    [Fact]
    public async Task Participants_areAskedInTheirOrderUntilTheyLeave() => await RunAsync(Options, async session =>
    {
        await using var checkpoint = await OpenAsync(session);
        var calls = new List<string>();
        var (first, second) = (new Participant("a", calls), new Participant("b", calls));
        checkpoint.Join(first);
        checkpoint.Join(second);
        await checkpoint.SaveAsync();
        Assert.Equal(["take a", "take b", "complete a", "complete b"], calls);
        Assert.Equal("ab", (await ReadAsync(session)).Counts.Keys.Aggregate("", static (all, name) => all + name));

        calls.Clear();
        checkpoint.Leave(first);
        await checkpoint.SaveAsync();
        Assert.Equal(["take b", "complete b"], calls);
        Assert.Equal(["b"], (await ReadAsync(session)).Counts.Keys);
    });

    [Fact]
    public async Task Save_thatFailed_isNotGonePast()
    {
        await RunAsync(Options, async session =>
        {
            await using var checkpoint = await OpenAsync(session);
            var participant = new Participant("a") { Records = { "1" } };
            checkpoint.Join(participant);
            await checkpoint.SaveAsync();

            // What this save took, no later one has.
            participant.Records.Add("2");
            participant.Failure = new IOException("no space");
            await Assert.ThrowsAsync<IOException>(checkpoint.SaveAsync);
            participant.Failure = null;
            participant.Records.Add("3");
            Assert.Equal("no space", (await Assert.ThrowsAsync<IOException>(checkpoint.SaveAsync)).Message);
            Assert.Equal("no space", (await Assert.ThrowsAsync<IOException>(() => checkpoint.FinishAsync(DdbMigrationOutcome.Completed))).Message);
            Assert.False((await ReadAsync(session)).IsFinished);
        });
        await RunAsync(Options, async session =>
        {
            await using var checkpoint = await OpenAsync(session);
            Assert.Equal(One, await RecordsAsync(checkpoint));
        });
    }

    [Fact]
    public async Task Saves_atTheSameTime_takeTurns() => await RunAsync(Options, async session =>
    {
        await using var checkpoint = await OpenAsync(session);
        var participant = new Participant("a");
        checkpoint.Join(participant);
        for (var number = 0; number < 20; number++)
            participant.Records.Add($"{number}");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(checkpoint.SaveAsync)));
        Assert.Equal(Enumerable.Range(0, 20).Select(number => $"{number}"), await RecordsAsync(checkpoint));
    });

    [Fact]
    public async Task Work_thatFails_isSavedAsFarAsItCame() => await RunAsync(Options, async session =>
    {
        await using var checkpoint = await OpenAsync(session);
        var participant = new Participant("a");
        checkpoint.Join(participant);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => checkpoint.KeepAsync(_ =>
        {
            participant.Records.Add("1");
            throw new InvalidOperationException("the work");
        }, CancellationToken.None));
        Assert.Equal("the work", error.Message);
        Assert.Equal(One, await RecordsAsync(checkpoint));
        Assert.False((await ReadAsync(session)).IsFinished);
    });

    [Fact]
    public async Task Work_isNotBegunWhereItCannotBeSaved() => await RunAsync(Options, async session =>
    {
        await using var checkpoint = await OpenAsync(session);
        Directory.CreateDirectory(Files.Checkpoint(RunOperation.Copy) + ".new");
        var error = await Assert.ThrowsAsync<DdbException>(() => checkpoint.KeepAsync(_ => throw new InvalidOperationException("the work"), CancellationToken.None));
        Assert.Equal("CheckpointNotWritable", error.ErrorId);
    });

    [Fact]
    public async Task Records_thatAreReplaced_areThoseThatAResumedRunFinds()
    {
        await RunAsync(Options, async session =>
        {
            await using var checkpoint = await OpenAsync(session);
            checkpoint.Join(new Participant("a") { Records = { "1", "2", "3" } });
            await checkpoint.SaveAsync();
            await checkpoint.ReplaceRecordsAsync([RecordLog.Serialize("2")], CancellationToken.None);
        });
        await RunAsync(Options, async session =>
        {
            await using var checkpoint = await OpenAsync(session);
            Assert.Equal(["2"], await RecordsAsync(checkpoint));
        });
    }

    [Fact]
    public async Task Records_thatAreAllTakenBack_stayGoneWhenTheRunIsResumed()
    {
        await RunAsync(Options, async session =>
        {
            await using var checkpoint = await OpenAsync(session);
            checkpoint.Join(new Participant("a") { Records = { "1", "2" } });
            await checkpoint.SaveAsync();
            await checkpoint.ReplaceRecordsAsync([], CancellationToken.None);
            checkpoint.Join(new Participant("b") { Records = { "3" } });
            await checkpoint.SaveAsync();
        });
        await RunAsync(Options, async session =>
        {
            await using var checkpoint = await OpenAsync(session);
            Assert.Equal(["3"], await RecordsAsync(checkpoint));
        });
    }

    [Fact]
    public async Task End_thatCannotBeRecorded_isWarnedOfAndLeavesTheLeaseToBeTakenOver()
    {
        var blocked = Files.Holder(RunOperation.Copy) + ".new";
        await RunAsync(Options, async session =>
        {
            await using var checkpoint = await OpenAsync(session);
            await checkpoint.FinishAsync(DdbMigrationOutcome.Completed);
            Directory.CreateDirectory(blocked);
        });
        Assert.StartsWith("The end of this run could not be recorded, ", Assert.Single(table.Observer.Warnings), StringComparison.Ordinal);
        Directory.Delete(blocked);
        await RunAsync(Options, async session =>
        {
            await using var checkpoint = await OpenAsync(session);
            Assert.NotNull(checkpoint.Lease.TakenOverFrom);
        });
    }

    private static Task<RunCheckpoint> OpenAsync(MigrationSession session) =>
        RunCheckpoint.OpenAsync(session, RunOperation.Copy, session.Settings, mayResume: null, CancellationToken.None);

    private static async Task<Checkpoint> ReadAsync(MigrationSession session) => (await session.State.ReadCheckpointAsync(RunOperation.Copy, CancellationToken.None))!;

    private static async Task<List<string>> RecordsAsync(RunCheckpoint checkpoint)
    {
        var records = new List<string>();
        await foreach (var record in checkpoint.ReadRecordsAsync<string>(CancellationToken.None))
            records.Add(record);
        return records;
    }

    private Task RunAsync(MigrationOptions options, Func<MigrationSession, Task> work) => table.RunAsync(options, work);

    /// <summary>Has its name among the checkpoint's counts.</summary>
    private sealed class Participant(string name, List<string>? calls = null) : ICheckpointParticipant
    {
        public List<string> Records { get; } = [];

        public Exception? Failure { get; set; }

        public IReadOnlyCollection<byte[]> TakeRecords()
        {
            calls?.Add($"take {name}");
            var taken = Records.ConvertAll(RecordLog.Serialize);
            Records.Clear();
            return taken;
        }

        public Task<Checkpoint> CompleteAsync(Checkpoint next, CancellationToken cancellationToken)
        {
            calls?.Add($"complete {name}");
            if (Failure is not null)
                throw Failure;
            return Task.FromResult(next with { Counts = new Dictionary<string, long>(next.Counts, StringComparer.Ordinal) { [name] = 1 } });
        }
    }
}
