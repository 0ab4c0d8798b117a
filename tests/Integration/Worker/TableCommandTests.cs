using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Activity;
using DynamoNamespace.Engine.Files;
using DynamoNamespace.Tests.Integration.Files;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Worker;

/// <summary><c>ddbns table</c> exports, imports and watches, with JSON and exit codes.</summary>
public sealed class TableCommandTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Fact]
    public async Task ATableGoesToAFileAndComesBack()
    {
        using var folder = new FileFolder();
        await using var source = await MigratingTable.CreateAsync(engine, SampleTable.Items(120, 4), isRegistered: false);
        await using var target = await MigratingTable.CreateAsync(engine, [], isRegistered: false);
        var path = folder.Place("t.jsonl.gz");

        var planned = (await source.RunAsync("table", "export", "--path", path, "--what-if", "--output", "json")).Json();
        Assert.Empty(folder.Names);
        var export = (await source.RunAsync("table", "export", "--path", path, "--output", "json", "--total-segments", "3", "--throttle-limit", "4")).Json();
        var plan = (await target.RunAsync("table", "import", "--path", path, "--what-if", "--output", "json")).Json();
        var import = (await target.RunAsync("table", "import", "--path", path, "--output", "json")).Json();

        AssertProperties<DdbTableExport>(export);
        AssertProperties<DdbTableImport>(import);
        Assert.Equal(("Planned", "Completed", 120), ((string)planned["outcome"]!, (string)export["outcome"]!, (int)export["items"]!));
        Assert.Equal(("Planned", 120, "Completed", 120, true), ((string)plan["outcome"]!, (int)plan["toWrite"]!, (string)import["outcome"]!, (int)import["written"]!, (bool)import["isProven"]!));
        await target.AssertHoldsAsync(await source.ContentsAsync());
    }

    [Fact]
    public async Task WhatIsRefusedOrIncompleteHasItsExitCode()
    {
        using var folder = new FileFolder();
        await using var source = await MigratingTable.CreateAsync(engine, ItemJson.Plain(10), isRegistered: false);
        await using var target = await MigratingTable.CreateAsync(engine, [ItemJson.Of("ENTITY#user-3", "#META", ("n", ItemJson.N(9)))], isRegistered: false);
        var path = folder.Place("t.jsonl");
        Ddbns.AssertExit(0, await source.RunAsync("table", "export", "--path", path));

        var again = await source.RunAsync("table", "export", "--path", path);
        var notEmpty = await target.RunAsync("table", "import", "--path", path);
        var conflict = await target.RunAsync("table", "import", "--path", path, "--allow-non-empty");
        var forced = await source.RunAsync("table", "export", "--path", path, "--force");
        await File.AppendAllTextAsync(path, "x");
        var altered = await target.RunAsync("table", "import", "--path", path, "--allow-non-empty");

        Ddbns.AssertExit(1, again);
        Assert.StartsWith("error: There is a file ", again.StandardError, StringComparison.Ordinal);
        Ddbns.AssertExit(1, notEmpty);
        Assert.Contains("is not empty", notEmpty.StandardError, StringComparison.Ordinal);
        Ddbns.AssertExit(1, conflict);
        Assert.Contains("Conflicts     : 1", conflict.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("1 of 10 items were not put", conflict.StandardError, StringComparison.Ordinal);
        Ddbns.AssertExit(0, forced);
        Assert.Contains("Items        : 10", forced.StandardOutput, StringComparison.Ordinal);
        Ddbns.AssertExit(2, altered);
    }

    [Fact]
    public async Task AWatchTellsWhoWritesAndEnds()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(3), isRegistered: false);
        var noStream = await table.RunAsync("table", "quiet", "--quiet-seconds", "1");
        Ddbns.AssertExit(1, noStream);
        Assert.Contains("--enable-stream", noStream.StandardError, StringComparison.Ordinal);
        await table.EnableStreamAsync();
        await table.PutAsync(ItemJson.Of("ENTITY#user-1", "#META", ("n", ItemJson.N(9))));

        var json = (await table.RunAsync("table", "quiet", "--quiet-seconds", "1", "--timeout-seconds", "30", "--output", "json")).Json();
        var text = await table.RunAsync("table", "quiet", "--quiet-seconds", "1");
        var never = await table.RunAsync("table", "quiet", "--quiet-seconds", "5", "--timeout-seconds", "2");

        AssertProperties<DdbTableActivity>(json);
        Assert.Equal((true, 1), ((bool)json["isQuiet"]!, (int)json["writes"]!));
        AssertProperties<DdbTableWrites>(json["groups"]![0]!);
        Ddbns.AssertExit(0, text);
        Assert.Contains("PK=ENTITY#*, SK=#META", text.StandardOutput, StringComparison.Ordinal);
        Ddbns.AssertExit(2, never);
    }

    private static void AssertProperties<T>(JsonNode json)
    {
        var expected = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));
        Assert.Equal(string.Join(' ', expected.Order(StringComparer.Ordinal)), string.Join(' ', json.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal)));
    }
}
