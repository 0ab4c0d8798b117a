using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Measurement;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Registry;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Worker;

/// <summary>Results go to the output stream, all else to the error stream; JSON has the result types' properties in camelCase.</summary>
public sealed class OutputTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Fact]
    public async Task JsonHasThePropertiesOfTheResultTypes()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(120));

        AssertProperties<DdbNamespace>((await table.RunAsync("namespace", "show", "default", "--output", "json")).Json());
        AssertProperties<DdbNamespace>(Single((await table.RunAsync("namespace", "list", "--output", "json")).Json()));
        var measure = (await table.RunAsync("measure", "--output", "json")).Json();
        AssertProperties<DdbMigrationMeasure>(measure);
        AssertProperties<DdbFamilyMeasure>(Single(measure["families"]!));
        AssertProperties<DdbWriteShare>(measure["shares"]![0]!);
        AssertProperties<OnDemandPrices>(measure["prices"]!);
        var result = (await table.RunAsync("migrate", "--output", "json")).Json();
        AssertProperties<DdbMigrationResult>(result);
        AssertProperties<DdbFamilyCount>(Single(result["families"]!));
        Assert.Equal((120, 120, "Completed"), ((int)result["candidates"]!, (int)result["written"]!, (string)result["outcome"]!));
        Assert.Equal(TimeSpan.Zero, DateTimeOffset.Parse((string)result["startedAt"]!).Offset);
    }

    [Fact]
    public async Task VerificationGivesChecksAndOnRequestDifferences()
    {
        var item = ItemJson.Plain(1).Single();
        var taken = ExpectedTable.CopyOf(item, MigratingTable.NamespaceId).With("name", ItemJson.S("taken"));
        await using var table = await MigratingTable.CreateAsync(engine, [item, taken]);

        var plain = await table.RunAsync("verify", "--output", "json");
        var detailed = await table.RunAsync("verify", "--detailed", "--output", "json");
        var text = await table.RunAsync("verify", "--detailed");

        Assert.All(new[] { plain, detailed, text }, run => Ddbns.AssertExit(1, run));
        Assert.All(plain.Parse().AsArray(), check => AssertProperties<DdbMigrationCheck>(check!));
        AssertProperties<DdbMigrationDifference>(detailed.Parse()[0]!);
        Assert.Equal("DifferentCopy", (string)detailed.Parse()[0]!["kind"]!);
        Assert.Equal(plain.Parse().AsArray().Count + 1, detailed.Parse().AsArray().Count);
        Assert.Contains("DifferentCopy: PK=ENTITY#user-1, SK=#META -> PK=a7x3kq/ENTITY#user-1, SK=#META (name)", text.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnIncompleteRunGivesItsResultAndItsErrorOnTwoStreams()
    {
        var item = ItemJson.Plain(1).Single();
        var taken = ExpectedTable.CopyOf(item, MigratingTable.NamespaceId).With("name", ItemJson.S("taken"));
        await using var table = await MigratingTable.CreateAsync(engine, [item, taken]);

        var run = await table.RunAsync("migrate", "--output", "json");

        Ddbns.AssertExit(1, run);
        var result = run.Parse();
        Assert.Equal(("Incomplete", 1), ((string)result["outcome"]!, (int)result["conflicts"]!));
        AssertProperties<DdbItemReport>(Single(result["reports"]!));
        Assert.StartsWith("error: ", run.StandardError, StringComparison.Ordinal);
        Assert.Single(run.StandardError.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task WarningsGoToTheErrorStreamAndProgressNowhereWithoutATerminal()
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(200, 2));
        // Slow enough for several progress reports.
        table.Proxy.Hook = request => ValueTask.FromResult(request.Operation == "Scan"
            ? Support.Proxy.ProxyAction.Delay(TimeSpan.FromMilliseconds(300)) : Support.Proxy.ProxyAction.Forward);

        var run = await table.RunAsync("migrate", "--output", "json");

        Ddbns.AssertExit(0, run);
        Assert.Equal(200, (int)run.Parse()["written"]!);
        Assert.StartsWith("warning: ", run.StandardError, StringComparison.Ordinal);
        Assert.Single(run.StandardError.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain("\r", run.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", run.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerboseTellsMoreOnTheErrorStream()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(3));

        var run = await table.RunAsync("migrate", "--verbose", "--output", "json");

        Assert.Equal(3, (int)run.Parse()["written"]!);
        Assert.Contains(table.Name, run.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain("error", run.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TextNamesWhatMatters()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(1234));

        var plan = await table.RunAsync("migrate", "--what-if");
        var run = await table.RunAsync("migrate");

        Assert.All(new[] { "Planned", "To write", "1,234", "ENTITY# 1,234", "2,468 write units" }, text => Assert.Contains(text, plan.StandardOutput, StringComparison.Ordinal));
        Assert.All(new[] { "Completed", "Written", "1,234", $"default ({MigratingTable.NamespaceId})" }, text => Assert.Contains(text, run.StandardOutput, StringComparison.Ordinal));
        Assert.Equal("", plan.StandardError + run.StandardError);
    }

    private static JsonNode Single(JsonNode list) => Assert.Single(list.AsArray())!;

    private static void AssertProperties<T>(JsonNode json)
    {
        var expected = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));
        Assert.Equal(string.Join(' ', expected.Order(StringComparer.Ordinal)), string.Join(' ', json.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal)));
    }
}
