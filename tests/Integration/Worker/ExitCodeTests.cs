using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Worker;

/// <summary>0 done, 1 not done, 2 wrongly asked.</summary>
public sealed class ExitCodeTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Theory]
    [InlineData("")]
    [InlineData("migrat --table-name t")]
    [InlineData("migrate")]
    [InlineData("migrate --table-name t --no-such-option")]
    [InlineData("migrate --table-name t --total-segments many")]
    [InlineData("migrate --table-name t --output xml")]
    [InlineData("namespace --table-name t")]
    [InlineData("namespace register --table-name t")]
    [InlineData("migrate --table-name no/table")]
    [InlineData("migrate --table-name table --endpoint-url http://example.com --region us-east-1")]
    public async Task AWrongCommandLineIsTwo(string line)
    {
        var run = await Ddbns.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Ddbns.AssertExit(2, run);
        Assert.Equal("", run.StandardOutput);
        Assert.NotEmpty(run.StandardError);
    }

    [Theory]
    [InlineData("--total-segments", "0")]
    [InlineData("--throttle-limit", "0")]
    [InlineData("--max-write-units", "-5")]
    [InlineData("--max-read-units", "0")]
    public async Task AValueOutOfItsRangeIsTwoAndNamed(string option, string value)
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(3));

        var run = await table.RunAsync("migrate", option, value);

        Ddbns.AssertExit(2, run);
        Assert.Contains($" is {value}", run.StandardError, StringComparison.Ordinal);
        Assert.Equal((0, ""), (table.WriteCalls, run.StandardOutput));
    }

    [Fact]
    public async Task WhatIsNotThereIsOneAndSaidOnTheErrorStream()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(3));

        var noNamespace = await table.RunAsync("migrate", "--namespace", "prod");
        var noMapping = await table.RunAsync("migrate", "--mapping", "nowhere.json");
        var noTable = await Ddbns.RunAsync(["verify", "--table-name", "no-such-table"], DynoxideServer.EnvironmentFor(table.Proxy.EndpointUrl));

        foreach (var (run, value) in new[] { (noNamespace, "'prod'"), (noMapping, "'nowhere.json'"), (noTable, "'no-such-table'") })
        {
            Ddbns.AssertExit(1, run);
            Assert.Equal("", run.StandardOutput);
            Assert.StartsWith("error: ", run.StandardError, StringComparison.Ordinal);
            Assert.Contains(value, run.StandardError, StringComparison.Ordinal);
        }

        Assert.Equal(0, table.WriteCalls);
    }

    [Theory]
    [InlineData("--help", "namespace measure migrate verify delete quickstart")]
    [InlineData("migrate --help", "--what-if --delete --namespace --namespace-id --mapping --max-read-units --max-write-units --total-segments --throttle-limit --table-name --region --profile --endpoint-url --output")]
    [InlineData("delete --help", "--what-if --table-name")]
    [InlineData("verify --help", "--detailed --table-name")]
    [InlineData("measure --help", "--read-price --write-price --table-name")]
    [InlineData("namespace --help", "list show register")]
    public async Task HelpNamesWhatThereIs(string line, string words)
    {
        var run = await Ddbns.RunAsync(line.Split(' '));

        Ddbns.AssertExit(0, run);
        Assert.Equal("", run.StandardError);
        Assert.All(words.Split(' '), word => Assert.Contains(word, run.StandardOutput, StringComparison.Ordinal));
    }
}
