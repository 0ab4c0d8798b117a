using System.Text.RegularExpressions;
using DynamoNamespace.Tests.Support.ControlPlane;
using DynamoNamespace.Tests.Support.Processes;
using Xunit;

namespace DynamoNamespace.Tests.Integration.ControlPlane;

/// <summary>The control plane as a process of its own: it is ready when it says so, and ends when it is told to.</summary>
public sealed partial class ControlPlaneProcessTests(ControlPlaneFixture fixture) : IClassFixture<ControlPlaneFixture>
{
    [Fact]
    public async Task ItListensWithItsStackAndRolesAndEndsOnASignal()
    {
        var stack = ControlPlaneFixture.NewName();
        await using var process = Start("--stack", stack, "--role", "app", "--step-ms", "5");
        Assert.True(await process.WaitForLineAsync("listening on http://127.0.0.1:"), process.Output);
        using var client = new ControlPlaneClient(Address().Match(process.Output).Value);
        Assert.Equal("CREATE_COMPLETE", (await client.StackAsync(stack)).Element("StackStatus")!.Value);
        Assert.NotNull(await client.IamAsync("GetRole", [("RoleName", "app")]));

        process.Terminate();
        Assert.Equal(0, (await process.WaitAsync()).ExitCode);
    }

    [Fact]
    public async Task AStackThatDoesNotComeToBeEndsItWithItsReason()
    {
        // Two letters are too few for a table's name.
        await using var process = Start("--stack", "ab", "--step-ms", "5");
        var result = await process.WaitAsync();
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("RateLimitsTable", process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("listening", process.Output, StringComparison.Ordinal);
    }

    private ChildProcess Start(params string[] arguments) => ChildProcess.Start(
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet",
        [Path.Combine(AppContext.BaseDirectory, "control-plane.dll"), "--dynamodb", fixture.EngineUrl, .. arguments]);

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+", RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
