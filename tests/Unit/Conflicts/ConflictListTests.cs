using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Conflicts;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Tests.Unit.State.Folder;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Conflicts;

/// <summary>Which recorded conflicts are open.</summary>
public sealed class ConflictListTests : IDisposable
{
    private readonly RunFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task AConflictTellsWhatItsRunRecorded()
    {
        await _files.WriteAsync(RunFiles.Checkpoint(), RunFiles.Report("a") with { Clock = "rf", SourceClock = "1", TargetClock = "0" });

        var conflict = Assert.Single(await ListAsync());

        Assert.Equal(("my-app", "default", "a7x3kq", "zae-limiter-0.10", "Copy", "run-1"), (conflict.TableName, conflict.Namespace, conflict.NamespaceId, conflict.Mapping, conflict.Operation, conflict.RunId));
        Assert.Equal((DdbItemReason.Conflict, "PK=a", "PK=x/a", "rf", "1", "0"), (conflict.Reason, conflict.SourceKey, conflict.TargetKey, conflict.Clock, conflict.SourceClock, conflict.TargetClock));
        Assert.Equal((_files.Files().Checkpoint(RunOperation.Copy), RunFiles.Noon, "name"), (conflict.CheckpointPath, conflict.RecordedAt, string.Join(' ', conflict.Attributes)));
        Assert.Equal(RunFiles.Report("a").SourceKeyJson, conflict.SourceKeyJson);
    }

    [Fact]
    public async Task OfSeveralRecordsOfOneConflictTheLastCountsHoweverItsKeysAreSpelled()
    {
        await _files.WriteAsync(RunFiles.Checkpoint(), RunFiles.Report("a", minute: 5, detail: "copy"), RunFiles.Report("b", minute: 6, detail: "copy"));
        var respelled = RunFiles.Report("a", minute: 9, detail: "sync") with
        {
            SourceKeyJson = """{ "SK": {"S":"#META"}, "PK": {"S":"\u0061"} }""",
        };
        await _files.WriteAsync(RunFiles.Checkpoint(RunOperation.Sync), respelled, RunFiles.Report("b", minute: 2, detail: "sync"));

        Assert.Equal("PK=b copy, PK=a sync", string.Join(", ", (await ListAsync()).Select(conflict => $"{conflict.SourceKey} {conflict.Detail}")));
    }

    [Fact]
    public async Task WhatAVerificationRecordsIsNoConflict()
    {
        await _files.WriteAsync(RunFiles.Checkpoint());
        await _files.WriteAsync(RunFiles.Checkpoint(RunOperation.Verify), RunFiles.Report("a"));

        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task AResolvedConflictIsGoneUntilItIsRecordedAnew()
    {
        await _files.WriteAsync(RunFiles.Checkpoint(), RunFiles.Report("a", minute: 1), RunFiles.Report("b", minute: 1));
        var a = RunFiles.Report("a");
        await ResolveAsync(new RecordedResolution(a.SourceKeyJson, a.TargetKeyJson, DdbConflictSide.Newer, DdbConflictSide.Source, RunFiles.Noon.AddMinutes(2)));
        Assert.Equal("PK=b", Assert.Single(await ListAsync()).SourceKey);

        // A run that goes on cuts its own records; what was resolved stays resolved.
        await _files.WriteAsync(RunFiles.Checkpoint(), RunFiles.Report("a", minute: 1));
        Assert.Empty(await ListAsync());

        await _files.WriteAsync(RunFiles.Checkpoint(), RunFiles.Report("a", minute: 3));
        Assert.Equal("PK=a", Assert.Single(await ListAsync()).SourceKey);
    }

    [Fact]
    public async Task ALineOfResolutionsThatACrashCutShortDoesNotSpoilTheNext()
    {
        await _files.WriteAsync(RunFiles.Checkpoint(), RunFiles.Report("a"), RunFiles.Report("b"));
        File.WriteAllText(_files.Files().Log(StateLogs.Resolutions), """{"sourceKeyJson":"{""");
        var a = RunFiles.Report("a");
        await ResolveAsync(new RecordedResolution(a.SourceKeyJson, a.TargetKeyJson, DdbConflictSide.Source, DdbConflictSide.Source, RunFiles.Noon));

        Assert.Equal("PK=b", Assert.Single(await ListAsync()).SourceKey);
    }

    [Theory]
    [InlineData(DdbItemReason.Conflict, "PK=a")]
    [InlineData(DdbItemReason.Failed, "PK=b")]
    [InlineData(DdbItemReason.Kept, "PK=c")]
    public async Task ReasonsAreChosen(DdbItemReason reason, string key)
    {
        await _files.WriteAsync(RunFiles.Checkpoint(), RunFiles.Report("a"), RunFiles.Report("b", DdbItemReason.Failed));
        await _files.WriteAsync(RunFiles.Checkpoint(RunOperation.Delete), RunFiles.Report("c", DdbItemReason.Kept));

        Assert.Equal(key, Assert.Single(await ListAsync(query => query with { Reasons = [reason] })).SourceKey);
        Assert.Equal(3, (await ListAsync()).Count);
    }

    [Fact]
    public async Task ATableWithoutARunIsAnErrorAndNotAnEmptyList()
    {
        await _files.WriteAsync(RunFiles.Checkpoint());

        foreach (var query in new Func<ConflictQuery, ConflictQuery>[] { q => q with { TableName = "other" }, q => q with { Namespace = "other" }, q => q with { NamespaceId = "other" } })
        {
            var error = await Assert.ThrowsAsync<DdbException>(() => ListAsync(query));
            Assert.Equal(("NoMigrationRun", DdbErrorKind.NotFound), (error.ErrorId, error.Kind));
        }

        Assert.Empty(await ListAsync(query => query with { Namespace = "default" }));
        Assert.Empty(await ListAsync(query => query with { NamespaceId = "a7x3kq", Namespace = "ignored" }));
    }

    [Fact]
    public async Task RecordsThatCannotBeReadAreAnError()
    {
        await _files.WriteAsync(RunFiles.Checkpoint(), RunFiles.Report("a"), RunFiles.Report("b"));
        var path = _files.Files().Log(StateLogs.Records(RunOperation.Copy));
        var lines = File.ReadAllLines(path);
        File.WriteAllLines(path, [lines[0], "{", lines[1]]);

        var error = await Assert.ThrowsAsync<DdbException>(() => ListAsync());

        Assert.Equal(("RecordsUnreadable", "copy.records"), (error.ErrorId, error.Target));
        Assert.StartsWith($"Line 2 of the records 'copy.records' in folder '{_files.Files().Path}' cannot be read: ", error.Message, StringComparison.Ordinal);
    }

    private async Task ResolveAsync(RecordedResolution resolution)
    {
        var state = _files.State();
        await using var lease = await state.AcquireAsync(RunOperation.Resolve, CancellationToken.None);
        await new ResolutionLog(state, lease).AddAsync(resolution, CancellationToken.None);
        await lease.EndAsync();
    }

    private Task<IReadOnlyList<DdbMigrationConflict>> ListAsync(Func<ConflictQuery, ConflictQuery>? with = null)
    {
        var query = new ConflictQuery { TableName = "my-app", Place = _files.Place() };
        return ConflictList.ReadAsync(with?.Invoke(query) ?? query, static error => throw error, CancellationToken.None);
    }
}
