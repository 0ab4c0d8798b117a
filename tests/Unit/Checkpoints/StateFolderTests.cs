using System.Runtime.Versioning;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Unit.Aws;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Checkpoints;

/// <summary>Where files that belong to this machine are.</summary>
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

    [UnixFact("Windows has no file modes.")]
    [UnsupportedOSPlatform("windows")]
    public void OnlyTheUserCanReadIt()
    {
        var made = Path.Combine(folder.FullName, "a", "b");
        StateFolder.Create(made);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(made));
    }
}
