using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Processes;
using DynamoNamespace.Tests.Support.Proxy;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Worker;

/// <summary>Ctrl+C and a container's stop end a run with its result told; a kill ends it without. Either way it can be run again.</summary>
public sealed class SignalTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task ASignalEndsACopyWithItsResult(string signal)
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(800, 5));
        var before = await table.ContentsAsync();

        var result = await SignalAsync(table, signal, "migrate", "--throttle-limit", "2", "--output", "json");

        Ddbns.AssertExit(130, result);
        var told = result.Parse();
        Assert.Equal("Incomplete", (string)told["outcome"]!);
        Assert.InRange((int)told["written"]!, 1, 799);
        Assert.Contains("stopped", result.StandardError, StringComparison.Ordinal);
        Assert.Contains("run the same command again", result.StandardError, StringComparison.Ordinal);
        Ddbns.AssertExit(0, await table.RunAsync("migrate"));
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("KILL")]
    public async Task ASignalInADeleteLosesNothing(string signal)
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(800, 6));
        var before = await table.ContentsAsync();
        await table.CopyAllAsync();

        var result = await SignalAsync(table, signal, "delete", "--throttle-limit", "2", "--output", "json");

        Ddbns.AssertExit(signal == "KILL" ? 137 : 130, result);
        if (signal != "KILL")
            Assert.InRange((int)result.Parse()["deleted"]!, 1, 799);
        Ddbns.AssertExit(0, await table.RunAsync("delete"));
        await table.AssertHoldsAsync(ExpectedTable.AfterDelete(before.Values, MigratingTable.NamespaceId));
    }

    [Fact]
    public async Task AKilledCopyCanBeRunAgain()
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(800, 7));
        var before = await table.ContentsAsync();

        Ddbns.AssertExit(137, await SignalAsync(table, "KILL", "migrate", "--throttle-limit", "4"));

        Assert.InRange((await table.ContentsAsync()).Count - before.Count, 1, 799);
        Ddbns.AssertExit(0, await table.RunAsync("migrate"));
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("measure")]
    public async Task ASignalEndsWhatOnlyReads(string command)
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(100));
        var scanning = new TaskCompletionSource();
        table.Proxy.Hook = request =>
        {
            if (request.Operation == "Scan")
                scanning.TrySetResult();
            return ValueTask.FromResult(request.Operation == "Scan" ? ProxyAction.Delay(TimeSpan.FromMinutes(10)) : ProxyAction.Forward);
        };
        await using var process = table.Start(command);
        await scanning.Task.WaitAsync(Patience.Limit);

        process.Interrupt();

        var result = await process.WaitAsync();
        Ddbns.AssertExit(130, result);
        Assert.Equal("", result.StandardOutput);
        Assert.Contains("Stopped", result.StandardError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("migrate", "BatchExecuteStatement", "none")]
    [InlineData("migrate", "Scan", "none")]
    [InlineData("migrate", "BatchExecuteStatement", "throttled")]
    [InlineData("delete", "BatchExecuteStatement", "none")]
    [InlineData("delete", "BatchGetItem", "none")]
    [InlineData("delete", "BatchExecuteStatement", "throttled")]
    [InlineData("verify", "Scan", "none")]
    [InlineData("verify", "Scan", "throttled")]
    public async Task ASignalEndsARunWhoseRequestsGetNoUsefulAnswer(string command, string operation, string answer)
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(200));
        var before = await table.ContentsAsync();
        if (command == "delete")
            await table.CopyAllAsync();
        table.Proxy.Log.Clear();
        var reached = new TaskCompletionSource();
        table.Proxy.Hook = request =>
        {
            if (request.Operation != operation || request.NumberOfOperation < 3)
                return ValueTask.FromResult(ProxyAction.Forward);
            // By its sixth attempt a throttled request waits for some time.
            if (answer == "none" || request.NumberOfOperation >= 20)
                reached.TrySetResult();
            return ValueTask.FromResult(answer == "none" ? ProxyAction.Delay(TimeSpan.FromMinutes(10)) : ProxyAction.Throttle);
        };
        await using (var process = table.Start(command, "--output", "json"))
        {
            await reached.Task.WaitAsync(Patience.Limit);
            process.Terminate();
            var result = await process.WaitAsync();
            Ddbns.AssertExit(130, result);
            if (command != "verify")
                Assert.Equal("Incomplete", (string)result.Parse()["outcome"]!);
        }

        table.Proxy.Hook = null;
        var again = await table.RunAsync(command, "--output", "json");
        Ddbns.AssertExit(command == "verify" ? 1 : 0, again);
        if (command == "verify")
            return;
        Assert.True((bool)again.Parse()["isResumed"]!);
        await table.AssertHoldsAsync(command == "delete"
            ? ExpectedTable.AfterDelete(before.Values, MigratingTable.NamespaceId)
            : ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
    }

    /// <summary>Sends the signal when the fifth batch comes; from there on no write is answered before, and each takes a while.</summary>
    private static async Task<ProcessResult> SignalAsync(MigratingTable table, string signal, params string[] arguments)
    {
        table.Proxy.Log.Clear();
        var (reached, sent) = (new TaskCompletionSource(), new TaskCompletionSource());
        table.Proxy.Hook = async request =>
        {
            if (request is not { Operation: "BatchExecuteStatement", NumberOfOperation: >= 5 })
                return ProxyAction.Forward;
            reached.TrySetResult();
            await sent.Task;
            return ProxyAction.Delay(TimeSpan.FromMilliseconds(500));
        };
        await using var process = table.Start(arguments);
        await reached.Task.WaitAsync(Patience.Limit);
        switch (signal)
        {
            case "INT":
                process.Interrupt();
                break;
            case "TERM":
                process.Terminate();
                break;
            default:
                process.Kill();
                break;
        }

        sent.SetResult();
        var result = await process.WaitAsync();
        table.Proxy.Hook = null;
        return result;
    }
}
