using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Checkpoints;

/// <summary>One run at a time for each operation of a folder.</summary>
public sealed class RunLockTests : IDisposable
{
    private readonly DirectoryInfo temporary = Directory.CreateTempSubdirectory("ddbns-lock-tests-");
    private readonly RunFolder folder;

    public RunLockTests() => folder = RunFolder.At(Path.Combine(temporary.FullName, "run"));

    public void Dispose() => temporary.Delete(recursive: true);

    [Fact]
    public void ASecondRunIsRefusedUntilTheFirstEnds()
    {
        Assert.False(RunLock.IsTaken(folder, RunOperation.Copy));
        using (RunLock.Take(folder, RunOperation.Copy))
        {
            Assert.True(RunLock.IsTaken(folder, RunOperation.Copy));
            var error = Assert.Throws<DdbException>(() => RunLock.Take(folder, RunOperation.Copy));
            Assert.Equal(("RunInProgress", DdbErrorKind.InvalidState), (error.ErrorId, error.Kind));
            using var other = RunLock.Take(folder, RunOperation.Verify);
        }

        Assert.False(RunLock.IsTaken(folder, RunOperation.Copy));
        RunLock.Take(folder, RunOperation.Copy).Dispose();
    }

    [Fact]
    public void AFolderBelowAFileIsNotWritable()
    {
        var file = Path.Combine(temporary.FullName, "file");
        File.WriteAllText(file, "");
        AssertNotWritable(RunFolder.At(Path.Combine(file, "run")));
    }

    [Fact]
    public void ALockThatCannotBeMadeIsNotCalledARunInProgress()
    {
        Directory.CreateDirectory(folder.LockPath(RunOperation.Copy));
        AssertNotWritable(folder);
    }

    [LinuxFact("Other systems may not let the test make a link to itself, or name the failure otherwise.")]
    public void LockThatIsALinkToItself_isNotCalledARunInProgress()
    {
        Directory.CreateDirectory(folder.Path);
        File.CreateSymbolicLink(folder.LockPath(RunOperation.Copy), folder.LockPath(RunOperation.Copy));
        AssertNotWritable(folder);
    }

    private static void AssertNotWritable(RunFolder folder)
    {
        var error = Assert.Throws<DdbException>(() => RunLock.Take(folder, RunOperation.Copy));
        Assert.Equal("CheckpointNotWritable", error.ErrorId);
        Assert.Contains("-CheckpointPath", error.Message, StringComparison.Ordinal);
    }
}
