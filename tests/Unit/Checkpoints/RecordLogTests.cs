using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Checkpoints;

/// <summary>Each record is there once, whatever was cut off.</summary>
public sealed class RecordLogTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ddbns-records-tests-");

    private string Path => System.IO.Path.Combine(folder.FullName, "copy.records.jsonl");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void RecordsComeBackAsTheyWereAdded()
    {
        var report = Report("PK=ä\n\u2028\"") with { Clock = "rf", SourceClock = "1", TargetClock = "2", SourceKeyJson = """{"PK":{"S":"x"}}""" };
        using (var log = new RecordLog(Path, null))
            log.Append([RecordLog.Serialize(report), RecordLog.Serialize(Report("2"))]);
        var read = RecordLog.Read<DdbItemReport>(Path).ToList();
        Assert.Equal(2, read.Count);
        Assert.Equal(report.Attributes, read[0].Attributes);
        Assert.Equal(report, read[0] with { Attributes = report.Attributes });
        Assert.Equal(2, File.ReadAllLines(Path).Length);
    }

    [Fact]
    public void NoFileHasNoRecords() => Assert.Empty(RecordLog.Read<DdbItemReport>(Path));

    [Fact]
    public void WhatStandsBehindTheCheckpointIsCutOff()
    {
        long covered;
        using (var log = new RecordLog(Path, null))
        {
            log.Append([RecordLog.Serialize(Report("1"))]);
            covered = log.Length;
            log.Append([RecordLog.Serialize(Report("read again"))]);
        }

        using (var log = new RecordLog(Path, covered))
            log.Append([RecordLog.Serialize(Report("2"))]);
        Assert.Equal(["1", "2"], Keys());
        using (var log = new RecordLog(Path, 0))
            Assert.Equal(0, log.Length);
        Assert.Empty(Keys());
    }

    [Fact]
    public void AFileThatIsShorterThanTheCheckpointSaysIsNotFilledUp()
    {
        using (var log = new RecordLog(Path, 1000))
            log.Append([RecordLog.Serialize(Report("1"))]);
        Assert.Equal(["1"], Keys());
    }

    [Fact]
    public void ALastLineThatWasCutShortAnywhereIsLeftOut()
    {
        using (var log = new RecordLog(Path, null))
            log.Append([RecordLog.Serialize(Report("1")), RecordLog.Serialize(Report("2"))]);
        var whole = File.ReadAllBytes(Path);
        var first = Array.IndexOf(whole, (byte)'\n') + 1;
        for (var length = first; length < whole.Length - 1; length++)
        {
            File.WriteAllBytes(Path, whole[..length]);
            Assert.Equal(["1"], Keys());
        }
    }

    [Fact]
    public void RecordsCanBeReadWhileTheRunGoesOn()
    {
        using var log = new RecordLog(Path, null);
        log.Append([RecordLog.Serialize(Report("1"))]);
        Assert.Equal(["1"], Keys());
        log.Append([RecordLog.Serialize(Report("2"))]);
        Assert.Equal(["1", "2"], Keys());
    }

    [Fact]
    public void AFileThatCannotBeMadeIsTold()
    {
        Directory.CreateDirectory(Path);
        Assert.Equal("CheckpointNotWritable", Assert.Throws<DdbException>(() => new RecordLog(Path, null)).ErrorId);
    }

    private static DdbItemReport Report(string key) => new(DdbItemReason.Conflict, key, null, ["a", "b"], "It differs.");

    private List<string> Keys() => [.. RecordLog.Read<DdbItemReport>(Path).Select(report => report.SourceKey)];
}
