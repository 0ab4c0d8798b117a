using System.Text.Json;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Tests.Unit.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Checkpoints;

/// <summary>A checkpoint comes back as it was written, or not at all.</summary>
public sealed class CheckpointFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ddbns-checkpoint-tests-");

    private string Path => System.IO.Path.Combine(folder.FullName, "copy.checkpoint.json");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void WhatIsWrittenIsRead()
    {
        var written = TestPlans.Checkpoint() with
        {
            IsFinished = true,
            Outcome = "Incomplete",
            Elapsed = TimeSpan.FromSeconds(61.5),
            Scan = new ScanState(9, 3, [new OpenSegment(1, Json("""{"PK":{"S":"ä\"\\ 😀 </script>"},"SK":{"B":"AAE="}}""")), new OpenSegment(2, null)]),
            Counts = new Dictionary<string, long>(StringComparer.Ordinal) { ["Scanned"] = long.MaxValue },
            Requests = new RequestTotals(1.5, 2.25, 3, 4, 5),
            RecordsLength = 1L << 40,
            LedgerLengths = [1, 2],
        };
        CheckpointFile.Write(Path, written);
        var read = CheckpointFile.Read(Path)!;

        Assert.Equal(JsonSerializer.Serialize(written), JsonSerializer.Serialize(read));
        Assert.Equal(written.Plan.Fingerprint, read.Plan.Fingerprint);
        Assert.Equal(written.Plan.TableFingerprint, read.Plan.TableFingerprint);
        Assert.Empty(read.Plan.DifferencesFrom(written.Plan));
        Assert.Equal("""ä"\ 😀 </script>""", read.Scan!.Open[0].StartKey!.Value.GetProperty("PK").GetProperty("S").GetString());
        Assert.Null(read.Scan.Open[1].StartKey);
        Assert.Equal([Path], Directory.GetFileSystemEntries(folder.FullName));
    }

    [Fact]
    public void NoFileIsNoCheckpoint() => Assert.Null(CheckpointFile.Read(Path));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\0\0\0\0")]
    public void AnythingElseIsUnreadableAndStays(string content)
    {
        File.WriteAllText(Path, content);
        var error = Assert.Throws<DdbException>(() => CheckpointFile.Read(Path));
        Assert.Equal(("CheckpointUnreadable", DdbErrorKind.InvalidState), (error.ErrorId, error.Kind));
        Assert.Contains(Path, error.Message, StringComparison.Ordinal);
        Assert.Contains("-Restart", error.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(Path));
    }

    [Fact]
    public void ACheckpointThatIsCutShortAnywhereIsUnreadable()
    {
        CheckpointFile.Write(Path, TestPlans.Checkpoint() with { Scan = new ScanState(4, 4, []) });
        var whole = File.ReadAllBytes(Path);
        Properties.ForAll(Properties.Seeds, seed =>
        {
            File.WriteAllBytes(Path, whole[..(seed % whole.Length)]);
            Assert.Equal("CheckpointUnreadable", Assert.Throws<DdbException>(() => CheckpointFile.Read(Path)).ErrorId);
        });
    }

    [Fact]
    public void AnotherFormatIsNamed()
    {
        CheckpointFile.Write(Path, TestPlans.Checkpoint() with { Format = "dynamonamespace/checkpoint/2" });
        var error = Assert.Throws<DdbException>(() => CheckpointFile.Read(Path));
        Assert.Equal("CheckpointUnreadable", error.ErrorId);
        Assert.Contains("its format is 'dynamonamespace/checkpoint/2', and this version reads 'dynamonamespace/checkpoint/1'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AWriteThatFailsLeavesTheCheckpointBefore()
    {
        CheckpointFile.Write(Path, TestPlans.Checkpoint() with { RunId = "before" });
        Directory.CreateDirectory(Path + ".new");
        var error = Assert.Throws<DdbException>(() => CheckpointFile.Write(Path, TestPlans.Checkpoint() with { RunId = "after" }));
        Assert.Equal("CheckpointNotWritable", error.ErrorId);
        Assert.Equal("before", CheckpointFile.Read(Path)!.RunId);
    }

    [Fact]
    public void ATemporaryFileThatACrashLeftIsWrittenOver()
    {
        File.WriteAllText(Path + ".new", new string('x', 100_000));
        CheckpointFile.Write(Path, TestPlans.Checkpoint());
        Assert.NotNull(CheckpointFile.Read(Path));
    }

    [Fact]
    public void AFolderThatIsGoneIsToldAsNotWritable()
    {
        var error = Assert.Throws<DdbException>(() => CheckpointFile.Write(System.IO.Path.Combine(folder.FullName, "gone", "x"), TestPlans.Checkpoint()));
        Assert.Equal(("CheckpointNotWritable", DdbErrorKind.InvalidState), (error.ErrorId, error.Kind));
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
