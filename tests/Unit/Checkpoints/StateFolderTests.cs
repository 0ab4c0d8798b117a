using System.Runtime.Versioning;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Unit.Aws;
using DynamoNamespace.Tests.Unit.Migration;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Checkpoints;

/// <summary>Where the files of runs are.</summary>
[Collection(ConnectionCollection.Name)]
public sealed class StateFolderTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ddbns-state-tests-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void TheVariableNamesIt()
    {
        using var scope = new EnvironmentScope((StateFolder.Variable, folder.FullName), ("XDG_STATE_HOME", "/elsewhere"));
        Assert.Equal(folder.FullName, StateFolder.Default);
    }

    [LinuxFact("Only on Linux is the folder that of the XDG base directories.")]
    public void OnLinuxTheUsersStateFolderHoldsItElse()
    {
        using (new EnvironmentScope((StateFolder.Variable, ""), ("XDG_STATE_HOME", folder.FullName)))
            Assert.Equal(Path.Combine(folder.FullName, "dynamonamespace"), StateFolder.Default);
        using (new EnvironmentScope((StateFolder.Variable, ""), ("XDG_STATE_HOME", "relative/is/ignored"), ("HOME", folder.FullName)))
            Assert.Equal(Path.Combine(folder.FullName, ".local", "state", "dynamonamespace"), StateFolder.Default);
    }

    [Fact]
    public void EachPlanOnEachTableHasAFolderOfItsOwn()
    {
        using var scope = new EnvironmentScope((StateFolder.Variable, folder.FullName));
        var plans = new[]
        {
            TestPlans.Shipped,
            TestPlans.Of(TestTables.Limits, namespaceId: "zzzzzz"),
            TestPlans.Of(TestTables.Limits, "http://localhost:8000"),
            TestPlans.Of(TestTables.Limits with { Id = "id-2" }),
            TestPlans.Of(TestTables.Limits with { Name = "other" }),
        };
        var folders = plans.Select(plan => RunFolder.For(null, plan).Path).ToList();
        Assert.Equal(folders.Count, folders.Distinct(StringComparer.Ordinal).Count());
        Assert.All(folders.Take(4), path => Assert.Equal(Path.Combine(folder.FullName, "limits"), Path.GetDirectoryName(path)));
        Assert.Equal(folders[0], RunFolder.For(null, TestPlans.Of(TestTables.Limits)).Path);
    }

    [Fact]
    public void AllFoldersThatHoldACheckpointAreFound()
    {
        using var scope = new EnvironmentScope((StateFolder.Variable, folder.FullName));
        Assert.Empty(RunFolder.All());
        var one = RunFolder.For(null, TestPlans.Shipped);
        var empty = RunFolder.For(null, TestPlans.Of(TestTables.Limits, namespaceId: "zzzzzz"));
        StateFolder.Create(one.Path);
        StateFolder.Create(empty.Path);
        CheckpointFile.Write(one.CheckpointPath(RunOperation.Undo), TestPlans.Checkpoint());
        Assert.Equal(one.Path, Assert.Single(RunFolder.All()).Path);
    }

    [UnixFact("Windows has no file modes.")]
    [UnsupportedOSPlatform("windows")]
    public void OnlyTheUserCanReadIt()
    {
        var made = Path.Combine(folder.FullName, "a", "b");
        StateFolder.Create(made);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(made));
    }

    [Fact]
    public void ACheckpointNamesItsFolderAndAnotherFileIsRefused()
    {
        var checkpoint = RunFolder.At(folder.FullName).CheckpointPath(RunOperation.Delete);
        CheckpointFile.Write(checkpoint, TestPlans.Checkpoint());
        Assert.Equal(folder.FullName, RunFolder.At(checkpoint).Path);

        var file = Path.Combine(folder.FullName, "notes.txt");
        File.WriteAllText(file, "x");
        var error = Assert.Throws<DdbException>(() => RunFolder.For(file, TestPlans.Shipped));
        Assert.Equal(("CheckpointPathIsFile", DdbErrorKind.InvalidArgument), (error.ErrorId, error.Kind));
    }
}
