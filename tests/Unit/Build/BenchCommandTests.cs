using DynamoNamespace.Bench.Trials;
using DynamoNamespace.Build;
using DynamoNamespace.Build.Benchmarks;
using DynamoNamespace.Build.CommandLines;
using DynamoNamespace.Engine.RateControl;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Build;

public sealed class BenchCommandTests
{
    [Theory]
    [InlineData("'speed' is not one of client, engine, growth, start-up", "--only", "client,speed")]
    [InlineData("'--items' does not take the value 'many'", "--items", "many")]
    [InlineData("'--items' does not take the value '0'", "--items", "0")]
    [InlineData("missing for option: '--items'", "--items")]
    [InlineData("'--output' does not take the value '--full'", "--output", "--full")]
    [InlineData("'--publish' goes without '--only'", "--publish", "--only", "client")]
    [InlineData("'--fast'", "--fast")]
    [InlineData("'none'", "trial", "none")]
    [InlineData("METHOD", "trial")]
    [InlineData("'--writers' does not take the value '1,x'", "trial", "copy", "--writers", "1,x")]
    [InlineData("'--port' does not take the value 'http'", "endpoint", "--port", "http")]
    public void BadCommandLine_isRefusedWithItsPart(string part, params string[] arguments)
    {
        var front = CommandLine.Front(Command([]).Create());
        var refusal = Assert.Throws<UsageException>(() => CommandLine.Parse(front, arguments));
        Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_areReadOrHaveTheirDefaults()
    {
        var usual = Assert.IsType<BenchOptions>(await ReadAsync());
        Assert.Equal(
            (500_000, 20_000, 3, RunLimits.DefaultRequests, true),
            (usual.ClientItems, usual.EngineItems, usual.Repeats, usual.Writers, usual.NeedsPowerShell));

        var full = Assert.IsType<BenchOptions>(await ReadAsync("--full", "--only=client,growth", "--writers", "4"));
        Assert.Equal((100_000, 5, 4, false), (full.EngineItems, full.Repeats, full.Writers, full.NeedsPowerShell));
        Assert.Equal(["client", "growth"], full.Groups);

        var trial = Assert.IsType<TrialOptions>(
            await ReadAsync("trial", "copy", "--tables=items-5,items-7-of-100", "--writers", "1,2", "--warm-up=0"));
        Assert.Equal(("copy", 0), (trial.Method, trial.WarmUp));
        Assert.Equal(["items-5", "items-7-of-100"], trial.Tables);
        Assert.Equal([1, 2], trial.Writers);

        var endpoint = await ReadAsync("endpoint", "--port", "8123", BenchCommand.UntilInputEnds);
        Assert.Equal(new EndpointOptions(8123, UntilInputEnds: true), endpoint);
    }

    [Fact]
    public void Trials_areThoseOfTheBenchmark()
    {
        Assert.Equal([ClientTrial.Copy, ClientTrial.Objects, ClientTrial.Serial], TrialOptions.ClientMethods);
        Assert.Equal(
            [EngineTrial.Migration, EngineTrial.Flood, EngineTrial.Loop, EngineTrial.Reference],
            TrialOptions.EngineMethods);
    }

    private static async Task<object> ReadAsync(params string[] arguments)
    {
        var read = new List<object>();
        var line = CommandLine.Parse(CommandLine.Front(Command(read).Create()), arguments);
        await CommandLine.InvokeAsync(line, CancellationToken.None);
        return Assert.Single(read);
    }

    private static BenchCommand Command(List<object> read)
    {
        return new(Keep, Keep, Keep);

        Task<int> Keep(object options, CancellationToken stop)
        {
            read.Add(options);
            return Task.FromResult(ExitCodes.Succeeded);
        }
    }
}
