using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Conflicts;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Unit.Checkpoints;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Conflicts;

/// <summary>Which recorded conflicts are open.</summary>
public sealed class ConflictListTests : IDisposable
{
    private readonly RunFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void AConflictTellsWhatItsRunRecorded()
    {
        var folder = _files.Write(RunFiles.Checkpoint(), RunFiles.Report("a") with { Clock = "rf", SourceClock = "1", TargetClock = "0" });

        var conflict = Assert.Single(List());

        Assert.Equal(("my-app", "default", "a7x3kq", "zae-limiter-0.10", "Copy", "run-1"), (conflict.TableName, conflict.Namespace, conflict.NamespaceId, conflict.Mapping, conflict.Operation, conflict.RunId));
        Assert.Equal((DdbItemReason.Conflict, "PK=a", "PK=x/a", "rf", "1", "0"), (conflict.Reason, conflict.SourceKey, conflict.TargetKey, conflict.Clock, conflict.SourceClock, conflict.TargetClock));
        Assert.Equal((folder.Path, RunFiles.Noon, "name"), (conflict.CheckpointPath, conflict.RecordedAt, string.Join(' ', conflict.Attributes)));
        Assert.Equal(RunFiles.Report("a").SourceKeyJson, conflict.SourceKeyJson);
    }

    [Fact]
    public void OfSeveralRecordsOfOneConflictTheLastCountsHoweverItsKeysAreSpelled()
    {
        _files.Write(RunFiles.Checkpoint(), RunFiles.Report("a", minute: 5, detail: "copy"), RunFiles.Report("b", minute: 6, detail: "copy"));
        var respelled = RunFiles.Report("a", minute: 9, detail: "sync") with
        {
            SourceKeyJson = """{ "SK": {"S":"#META"}, "PK": {"S":"\u0061"} }""",
        };
        _files.Write(RunFiles.Checkpoint(RunOperation.Sync), respelled, RunFiles.Report("b", minute: 2, detail: "sync"));

        Assert.Equal("PK=b copy, PK=a sync", string.Join(", ", List().Select(conflict => $"{conflict.SourceKey} {conflict.Detail}")));
    }

    [Fact]
    public void WhatAVerificationRecordsIsNoConflict()
    {
        _files.Write(RunFiles.Checkpoint());
        _files.Write(RunFiles.Checkpoint(RunOperation.Verify), RunFiles.Report("a"));

        Assert.Empty(List());
    }

    [Fact]
    public void AResolvedConflictIsGoneUntilItIsRecordedAnew()
    {
        var folder = _files.Write(RunFiles.Checkpoint(), RunFiles.Report("a", minute: 1), RunFiles.Report("b", minute: 1));
        var a = RunFiles.Report("a");
        using (var log = new ResolutionLog(folder))
            log.Add(new RecordedResolution(a.SourceKeyJson, a.TargetKeyJson, DdbConflictSide.Newer, DdbConflictSide.Source, RunFiles.Noon.AddMinutes(2)));
        Assert.Equal("PK=b", Assert.Single(List()).SourceKey);

        // A run that goes on cuts its own records; what was resolved stays resolved.
        _files.Write(RunFiles.Checkpoint(), RunFiles.Report("a", minute: 1));
        Assert.Empty(List());

        _files.Write(RunFiles.Checkpoint(), RunFiles.Report("a", minute: 3));
        Assert.Equal("PK=a", Assert.Single(List()).SourceKey);
    }

    [Fact]
    public void ALineOfResolutionsThatACrashCutShortDoesNotSpoilTheNext()
    {
        var folder = _files.Write(RunFiles.Checkpoint(), RunFiles.Report("a"), RunFiles.Report("b"));
        File.WriteAllText(folder.ResolutionsPath, """{"sourceKeyJson":"{""");
        var a = RunFiles.Report("a");
        using (var log = new ResolutionLog(folder))
            log.Add(new RecordedResolution(a.SourceKeyJson, a.TargetKeyJson, DdbConflictSide.Source, DdbConflictSide.Source, RunFiles.Noon));

        Assert.Equal("PK=b", Assert.Single(List()).SourceKey);
    }

    [Theory]
    [InlineData(DdbItemReason.Conflict, "PK=a")]
    [InlineData(DdbItemReason.Failed, "PK=b")]
    [InlineData(DdbItemReason.Kept, "PK=c")]
    public void ReasonsAreChosen(DdbItemReason reason, string key)
    {
        _files.Write(RunFiles.Checkpoint(), RunFiles.Report("a"), RunFiles.Report("b", DdbItemReason.Failed));
        _files.Write(RunFiles.Checkpoint(RunOperation.Delete), RunFiles.Report("c", DdbItemReason.Kept));

        Assert.Equal(key, Assert.Single(List(query => query with { Reasons = [reason] })).SourceKey);
        Assert.Equal(3, List().Count);
    }

    [Fact]
    public void ATableWithoutARunIsAnErrorAndNotAnEmptyList()
    {
        _files.Write(RunFiles.Checkpoint());

        foreach (var query in new Func<ConflictQuery, ConflictQuery>[] { q => q with { TableName = "other" }, q => q with { Namespace = "other" }, q => q with { NamespaceId = "other" } })
        {
            var error = Assert.Throws<DdbException>(() => List(query));
            Assert.Equal(("NoMigrationRun", DdbErrorKind.NotFound), (error.ErrorId, error.Kind));
        }

        Assert.Empty(List(query => query with { Namespace = "default" }));
        Assert.Empty(List(query => query with { NamespaceId = "a7x3kq", Namespace = "ignored" }));
    }

    [Fact]
    public void RecordsThatCannotBeReadAreAnError()
    {
        var folder = _files.Write(RunFiles.Checkpoint(), RunFiles.Report("a"), RunFiles.Report("b"));
        var lines = File.ReadAllLines(folder.RecordsPath(RunOperation.Copy));
        File.WriteAllLines(folder.RecordsPath(RunOperation.Copy), [lines[0], "{", lines[1]]);

        var error = Assert.Throws<DdbException>(() => List());

        Assert.Equal(("RecordsUnreadable", folder.RecordsPath(RunOperation.Copy)), (error.ErrorId, error.Target));
    }

    private List<DdbMigrationConflict> List(Func<ConflictQuery, ConflictQuery>? with = null)
    {
        var query = new ConflictQuery { TableName = "my-app", CheckpointPath = _files.Folder().Path };
        return [.. ConflictList.Read(with?.Invoke(query) ?? query, static error => throw error)];
    }
}
