using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Files;

/// <summary>What is exported and imported is the same table, whatever its items hold.</summary>
public sealed class RoundTripTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private static readonly List<JsonObject> Odd = [.. SampleTable.Items(400, 17, includePrefixed: true)];

    [Theory]
    [InlineData("t.jsonl")]
    [InlineData("t.jsonl.gz")]
    public async Task EveryTypeAndOddValueComesBack(string name)
    {
        using var folder = new FileFolder();
        await using var source = await MigratingTable.CreateAsync(engine, Odd);
        await using var target = await MigratingTable.CreateAsync(engine, [], isRegistered: false);
        var before = await source.ContentsAsync();

        var export = await source.ExportAllAsync(folder.Place(name));
        var import = await target.ImportAllAsync(folder.Place(name));

        await target.AssertHoldsAsync(before);
        await source.AssertHoldsAsync(before);
        Assert.Equal(0, source.WriteCalls);
        Assert.Equal((before.Count, before.Count), (export.Items, export.Scanned));
        Assert.Equal((before.Count, before.Count, 0, 0, before.Count), (import.Items, import.Written, import.AlreadyThere, import.Conflicts + import.Failed, import.TableItems));
        Assert.Equal((export.Sha256, export.ItemsDigest, export.Bytes, export.FileBytes), (import.Sha256, import.ItemsDigest, import.Bytes, import.FileBytes));
        Assert.Equal((source.Name, true), (import.SourceTableName, import.HasManifest));
        Assert.InRange(export.ReadUnits, before.Count / 100.0, before.Count * 80.0);
        Assert.InRange(import.WriteUnits, before.Count, before.Count * 100.0);
    }

    [Fact]
    public async Task TheTableOfARealClientComesBack()
    {
        using var folder = new FileFolder();
        await using var source = await MigratingTable.CreateAsync(engine, FixtureTable.Items(), isRegistered: false);
        await using var target = await MigratingTable.CreateAsync(engine, [], isRegistered: false);
        var before = await source.ContentsAsync();
        Assert.True(before.Count > 50);

        await source.ExportAllAsync(folder.Place("t.jsonl.gz"));
        await target.ImportAllAsync(folder.Place("t.jsonl.gz"));

        await target.AssertHoldsAsync(before);
    }

    [Fact]
    public async Task TheFileIsWhatItsManifestSays()
    {
        using var folder = new FileFolder();
        await using var source = await MigratingTable.CreateAsync(engine, Odd, isRegistered: false);

        var export = await source.ExportAllAsync(folder.Place("t.jsonl.gz"));

        Assert.Equal(["t.jsonl.gz", "t.jsonl.gz.manifest.json"], folder.Names);
        var lines = folder.ReadLines("t.jsonl.gz");
        TableAssert.Equal(TableContents.Of(Odd), TableContents.Of(lines.Select(line => (JsonObject)DynamoJson.Parse(line)["Item"]!.DeepClone())));
        var bytes = await File.ReadAllBytesAsync(folder.Place("t.jsonl.gz"));
        var manifest = folder.Manifest("t.jsonl.gz");
        Assert.Equal("ddbns-table-items/1", (string)manifest["format"]!);
        Assert.Equal(source.Name, (string)manifest["tableName"]!);
        Assert.Equal("""[{"name":"PK","type":"S"},{"name":"SK","type":"S"}]""", manifest["keySchema"]!.ToJsonString());
        Assert.Equal((Odd.Count, lines.Sum(line => System.Text.Encoding.UTF8.GetByteCount(line) + 1)), ((int)manifest["items"]!, (int)manifest["uncompressedBytes"]!));
        Assert.Equal((bytes.Length, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes)).ToLowerInvariant()), ((int)manifest["fileBytes"]!, (string)manifest["fileSha256"]!));
        Assert.Equal((export.Sha256, export.ItemsDigest), ((string)manifest["fileSha256"]!, (string)manifest["itemsDigest"]!));
        Assert.Equal((true, true), ((bool)manifest["isComplete"]!, (bool)manifest["consistentRead"]!));
    }

    [UnixFact("Windows has no file modes.")]
    [UnsupportedOSPlatform("windows")]
    public async Task FileAndManifest_canBeReadByTheUserAlone()
    {
        using var folder = new FileFolder();
        await using var source = await MigratingTable.CreateAsync(engine, Odd, isRegistered: false);
        await source.ExportAllAsync(folder.Place("t.jsonl.gz"));
        Assert.Equal(2, folder.Names.Count);
        Assert.All(folder.Names, name => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.Place(name))));
    }

    [Fact]
    public async Task ReadsAreConsistentUnlessToldOtherwise()
    {
        using var folder = new FileFolder();
        await using var source = await MigratingTable.CreateAsync(engine, ItemJson.Plain(50), isRegistered: false);
        source.Proxy.Log.KeepRequests = true;

        var consistent = await source.ExportAllAsync(folder.Place("a.jsonl"));
        var consistentScans = Scans(source);
        source.Proxy.Log.Clear();
        var eventual = await source.ExportAllAsync(folder.Place("b.jsonl"), options => options with { EventuallyConsistent = true });

        Assert.All(consistentScans, body => Assert.Contains("\"ConsistentRead\":true", body, StringComparison.Ordinal));
        Assert.All(Scans(source), body => Assert.DoesNotContain("ConsistentRead", body, StringComparison.Ordinal));
        Assert.Equal(consistent.ItemsDigest, eventual.ItemsDigest);
        Assert.False((bool)folder.Manifest("b.jsonl")["consistentRead"]!);
    }

    [Theory]
    [InlineData("e.jsonl")]
    [InlineData("e.jsonl.gz")]
    public async Task AnEmptyTableComesBackEmpty(string name)
    {
        using var folder = new FileFolder();
        await using var source = await MigratingTable.CreateAsync(engine, [], isRegistered: false);
        await using var target = await MigratingTable.CreateAsync(engine, [], isRegistered: false);

        var export = await source.ExportAllAsync(folder.Place(name));
        var import = await target.ImportAllAsync(folder.Place(name));

        Assert.Equal((0, 0, 0), (export.Items, import.Items, import.TableItems));
        Assert.Empty(folder.ReadLines(name));
        Assert.Equal(0, target.WriteCalls);
    }

    [Fact]
    public async Task NumberAndBinaryKeysComeBack()
    {
        using var folder = new FileFolder();
        await using var source = await MigratingTable.CreateAsync(engine, [], isRegistered: false, change: NumberAndBinaryKey);
        await using var target = await MigratingTable.CreateAsync(engine, [], isRegistered: false, change: NumberAndBinaryKey);
        string[] numbers = ["1", "1.5", "-3E-20", "99999999999999999999999999999999999999", "0"];
        await source.Raw.LoadAsync(source.Name, numbers.SelectMany(number => new[] { "AA==", "/+8=" }.Select(bytes => new JsonObject
        {
            ["PK"] = ItemJson.Value($$"""{"N":"{{number}}"}"""), ["SK"] = ItemJson.Value($$"""{"B":"{{bytes}}"}"""), ["v"] = ItemJson.S("ü\n\"x\""),
        })));
        var before = await source.ContentsAsync();
        Assert.Equal(10, before.Count);

        await source.ExportAllAsync(folder.Place("t.jsonl.gz"));
        await target.ImportAllAsync(folder.Place("t.jsonl.gz"));

        await target.AssertHoldsAsync(before);
        Assert.Equal("""[{"name":"PK","type":"N"},{"name":"SK","type":"B"}]""", folder.Manifest("t.jsonl.gz")["keySchema"]!.ToJsonString());
    }

    [Fact]
    public async Task ATableIsDrainedAndRebuiltWithOtherProjections()
    {
        using var folder = new FileFolder();
        await using var table = await MigratingTable.CreateAsync(engine, Odd);
        var before = await table.ContentsAsync();
        var export = await table.ExportAllAsync(folder.Place("t.jsonl.gz"));

        await table.Raw.DeleteTableAsync(table.Name);
        var request = SampleTable.CreateTableRequestJson(table.Name, withGsi4: true, withStream: false);
        var index = request["GlobalSecondaryIndexes"]!.AsArray().Single(each => (string)each!["IndexName"]! == "GSI2")!;
        index["Projection"] = new JsonObject { ["ProjectionType"] = "KEYS_ONLY" };
        await table.Raw.CreateTableAsync(request);
        var import = await table.ImportAllAsync(folder.Place("t.jsonl.gz"));
        var again = await table.ExportAllAsync(folder.Place("again.jsonl.gz"));

        await table.AssertHoldsAsync(before);
        Assert.Equal((export.Items, export.ItemsDigest), (import.TableItems, again.ItemsDigest));
        var described = await table.Raw.SendAsync("DescribeTable", new JsonObject { ["TableName"] = table.Name });
        Assert.Equal("KEYS_ONLY", (string)described["Table"]!["GlobalSecondaryIndexes"]!.AsArray().Single(each => (string)each!["IndexName"]! == "GSI2")!["Projection"]!["ProjectionType"]!);
    }

    [Fact]
    public async Task DynamoDbsOwnExportsAndPlainItemsAreRead()
    {
        using var folder = new FileFolder();
        var items = ItemJson.Plain(30).ToList();
        // Files of an export can be put one behind the other: gzip members may follow each other, and so may lines.
        folder.Write("1.json.gz", items.Take(10));
        folder.Write("2.json.gz", items.Skip(10).Take(10));
        folder.WriteText("3.json.gz", "\uFEFF{ \"Item\" : { \"PK\" : {\"S\":\"spaced\"}, \"SK\":{\"S\":\"x\"} } }\r\n\r\n" + string.Concat(items.Skip(20).Select(item => item.ToJsonString() + "\r\n")).TrimEnd());
        var both = folder.Place("all.json.gz");
        await File.WriteAllBytesAsync(both, [.. File.ReadAllBytes(folder.Place("1.json.gz")), .. File.ReadAllBytes(folder.Place("2.json.gz"))]);
        await using var target = await MigratingTable.CreateAsync(engine, [], isRegistered: false);

        var first = await target.ImportAllAsync(both, options => options with { NoManifest = true });
        var second = await target.ImportAllAsync(folder.Place("3.json.gz"), options => options with { NoManifest = true, AllowNonEmpty = true });

        Assert.Equal((20, 11, 31), (first.Items, second.Written, second.TableItems));
        Assert.Equal((false, null), (first.HasManifest, first.SourceTableName));
        await target.AssertHoldsAsync(TableContents.Of(items.Append(ItemJson.Of("spaced", "x"))));
        Assert.Contains(target.Observer.Warnings, warning => warning.Contains("nothing proves that none is missing", StringComparison.Ordinal));
    }

    private static void NumberAndBinaryKey(JsonObject request)
    {
        request["AttributeDefinitions"] = JsonNode.Parse("""[{"AttributeName":"PK","AttributeType":"N"},{"AttributeName":"SK","AttributeType":"B"}]""");
        request.Remove("GlobalSecondaryIndexes");
    }

    private static List<string> Scans(MigratingTable table)
    {
        var scans = table.Proxy.Log.Requests.Where(request => request.Operation == "Scan").Select(request => System.Text.Encoding.UTF8.GetString(request.Body.Span)).ToList();
        Assert.NotEmpty(scans);
        return scans;
    }
}
