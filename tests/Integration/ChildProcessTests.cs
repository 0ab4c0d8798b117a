using DynamoNamespace.Tests.Support.Processes;
using Xunit;

namespace DynamoNamespace.Tests.Integration;

/// <summary>Processes are started, watched, signalled and ended as the kill-and-resume tests need it.</summary>
public sealed class ChildProcessTests
{
    [Fact]
    public async Task GivesExitCodeAndBothStreams()
    {
        await using var process = Shell("echo out; echo err >&2; exit 3");
        Assert.Equal(new ProcessResult(3, "out\n", "err\n"), await process.WaitAsync());
    }

    [Fact]
    public async Task PassesTheEnvironmentGivenAndNoAwsSettingOfItsOwn()
    {
        Environment.SetEnvironmentVariable("AWS_DDBNS_TEST", "inherited");
        try
        {
            await using var process = ChildProcess.Start(
                "sh", ["-c", "echo \"$GIVEN,$AWS_DDBNS_TEST\""], new Dictionary<string, string>(StringComparer.Ordinal) { ["GIVEN"] = "yes" });
            Assert.Equal("yes,\n", (await process.WaitAsync()).StandardOutput);
        }
        finally
        {
            Environment.SetEnvironmentVariable("AWS_DDBNS_TEST", null);
        }
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task SignalsReachTheProcess(string signal)
    {
        await using var process = Shell($"trap 'echo caught; exit 7' {signal}; echo ready; while :; do sleep 0.05; done");
        Assert.True(await process.WaitForLineAsync("ready"));
        if (signal == "INT")
            process.Interrupt();
        else
            process.Terminate();
        Assert.Equal(new ProcessResult(7, "ready\ncaught\n", ""), await process.WaitAsync());
    }

    [Fact]
    public async Task AKilledProcessEndsWithoutAWord()
    {
        await using var process = Shell("trap 'echo caught' INT TERM; echo ready; while :; do sleep 0.05; done");
        Assert.True(await process.WaitForLineAsync("ready"));
        process.Kill();
        Assert.Equal(new ProcessResult(137, "ready\n", ""), await process.WaitAsync());
    }

    [Fact]
    public async Task AProcessThatTakesTooLongIsKilled()
    {
        await using var process = ChildProcess.Start("sleep", ["60"]);
        await Assert.ThrowsAsync<TimeoutException>(() => process.WaitAsync(TimeSpan.FromMilliseconds(200)));
        Assert.True(process.HasExited);
    }

    [Fact]
    public async Task AnEndedProcessWritesNoMoreLines()
    {
        await using var process = Shell("echo one");
        Assert.True(await process.WaitForLineAsync("one"));
        Assert.False(await process.WaitForLineAsync("two"));
    }

    private static ChildProcess Shell(string script) => ChildProcess.Start("sh", ["-c", script]);
}
