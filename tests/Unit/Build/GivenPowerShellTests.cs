using System.Runtime.Versioning;
using DynamoNamespace.Build;
using DynamoNamespace.Build.Shells;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Build;

public sealed class GivenPowerShellTests : IDisposable
{
    private const string NoScripts = "Windows cannot start a shell script as a program.";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ddbns-pwsh-");

    public void Dispose() => folder.Delete(recursive: true);

    [UnixTheory(NoScripts)]
    [UnsupportedOSPlatform("windows")]
    [InlineData("it is PowerShell 7.3.11", "echo Core 7.3.11")]
    [InlineData("it is Windows PowerShell 5.1.19041.1", "echo Desktop 5.1.19041.1")]
    [InlineData("did not answer as PowerShell does", "echo \"$@\"")]
    [InlineData("did not answer as PowerShell does", "echo Welcome; echo Core 7.6.9")]
    [InlineData("did not answer as PowerShell does", "exit 3")]
    [InlineData("did not answer as PowerShell does", "exec yes Core 7.6.9")]
    [InlineData("did not answer as PowerShell does", "exec cat")]
    public async Task ProgramThatIsNotPowerShell74_isRefusedWithItsAnswer(string why, string script) =>
        Assert.Contains(why, await RefusalAsync(Program(script)), StringComparison.Ordinal);

    [UnixTheory(NoScripts)]
    [UnsupportedOSPlatform("windows")]
    [InlineData("7.4.0")]
    [InlineData("7.5.0-preview.3")]
    [InlineData("7.10.1")]
    [InlineData("8.0.0")]
    public async Task PowerShell74OrLater_isTaken(string version)
    {
        var program = Program($"echo 'Core {version}'");
        var taken = await GivenPowerShell.CheckAsync(program, CancellationToken.None);
        Assert.Equal((program, $"PowerShell {version} ({program})"), (taken.Program, taken.Name));
        Assert.Empty(taken.Arguments);
    }

    [UnixFact(NoScripts)]
    [UnsupportedOSPlatform("windows")]
    public async Task FileThatIsNoProgram_isRefused()
    {
        var program = Program("echo Core 7.6.9");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Contains("cannot be started", await RefusalAsync(program), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PathOfNoFile_isRefused()
    {
        var missing = Path.Combine(folder.FullName, "pwsh");
        Assert.Contains("it is a folder", await RefusalAsync(folder.FullName), StringComparison.Ordinal);
        Assert.Contains("there is no such file", await RefusalAsync(missing), StringComparison.Ordinal);
        Assert.Contains("no program of this name on", await RefusalAsync("no-such-pwsh"), StringComparison.Ordinal);
    }

    private static async Task<string> RefusalAsync(string given)
    {
        var refusal = await Assert.ThrowsAsync<UsageException>(
            () => GivenPowerShell.CheckAsync(given, CancellationToken.None));
        var message = refusal.Message;
        Assert.StartsWith($"--pwsh '{given}' is not PowerShell 7.4 or later: ", message, StringComparison.Ordinal);
        Assert.Contains("leave out --pwsh", message, StringComparison.Ordinal);
        return message;
    }

    [UnsupportedOSPlatform("windows")]
    private string Program(string script)
    {
        var path = Path.Combine(folder.FullName, "pwsh");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
