using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Files;

/// <summary>A file that is not whole, not proven, or not for this table is refused, and nothing is written.</summary>
public sealed class ImportRefusalTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Theory]
    [InlineData("t.jsonl")]
    [InlineData("t.jsonl.gz")]
    public async Task AFileThatWasCutShortIsRefused(string name)
    {
        using var folder = new FileFolder();
        var path = await ExportAsync(folder, name);
        var bytes = await File.ReadAllBytesAsync(path);
        await using var target = await MigratingTable.CreateAsync(engine, [], isRegistered: false);
        // In the middle of a line, at the end of one, without the last byte, without anything.
        var lineEnd = Array.LastIndexOf(bytes, (byte)'\n', bytes.Length - 2) + 1;
        foreach (var length in new[] { bytes.Length / 2, lineEnd, bytes.Length - 1, 0 })
        {
            await File.WriteAllBytesAsync(path, bytes[..length]);
            var error = await target.RefusesAsync("FileAltered", path);
            Assert.Contains("cut short", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ACutGzipFileIsRefusedWithoutAManifestToo()
    {
        using var folder = new FileFolder();
        var path = await ExportAsync(folder, "t.jsonl.gz");
        var bytes = await File.ReadAllBytesAsync(path);
        await File.WriteAllBytesAsync(path, bytes[..(bytes.Length / 2)]);
        await using var target = await MigratingTable.CreateAsync(engine, [], isRegistered: false);
        await target.RefusesAsync("FileInvalid", path, options => options with { NoManifest = true });
    }

    [Theory]
    [InlineData("t.jsonl")]
    [InlineData("t.jsonl.gz")]
    public async Task AFileThatWasAlteredIsRefused(string name)
    {
        using var folder = new FileFolder();
        var path = await ExportAsync(folder, name);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        await using var target = await MigratingTable.CreateAsync(engine, [], isRegistered: false);
        await target.RefusesAsync("FileAltered", path);
    }

    [Fact]
    public async Task AValueThatWasChangedALineThatIsMissingAndAManifestOfAnotherFileAreRefused()
    {
        using var folder = new FileFolder();
        var path = await ExportAsync(folder, "t.jsonl");
        var text = await File.ReadAllTextAsync(path);
        await using var target = await MigratingTable.CreateAsync(engine, [], isRegistered: false);

        await File.WriteAllTextAsync(path, text.Replace("User 7\"", "User 8\"", StringComparison.Ordinal));
        Assert.Contains("SHA-256", (await target.RefusesAsync("FileAltered", path)).Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
        await target.RefusesAsync("FileAltered", path);
        await File.WriteAllTextAsync(path, text + text[..(text.IndexOf('\n', StringComparison.Ordinal) + 1)]);
        await target.RefusesAsync("FileAltered", path);

        await File.WriteAllTextAsync(path, text);
        var manifest = folder.Manifest("t.jsonl");
        manifest["items"] = 41;
        await File.WriteAllTextAsync(path + ".manifest.json", manifest.ToJsonString());
        Assert.Contains("40 items and should have 41", (await target.RefusesAsync("FileAltered", path)).Message, StringComparison.Ordinal);
        manifest["items"] = 40;
        manifest["itemsDigest"] = new string('0', 32);
        await File.WriteAllTextAsync(path + ".manifest.json", manifest.ToJsonString());
        Assert.Contains("digest", (await target.RefusesAsync("FileAltered", path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AManifestThatIsMissingOrNoneIsRefused()
    {
        using var folder = new FileFolder();
        var path = await ExportAsync(folder, "t.jsonl");
        var manifest = folder.Manifest("t.jsonl");
        await using var target = await MigratingTable.CreateAsync(engine, [], isRegistered: false);

        foreach (var (member, value) in new (string, JsonNode?)[] { ("format", "something/9"), ("isComplete", false), ("fileSha256", "ab"), ("keySchema", new JsonArray()) })
        {
            var changed = (JsonObject)manifest.DeepClone();
            changed[member] = value;
            await File.WriteAllTextAsync(path + ".manifest.json", changed.ToJsonString());
            await target.RefusesAsync("ManifestUnreadable", path);
        }

        await File.WriteAllTextAsync(path + ".manifest.json", "{ \"format\": ");
        await target.RefusesAsync("ManifestUnreadable", path);
        File.Delete(path + ".manifest.json");
        var error = await target.RefusesAsync("ManifestNotFound", path);
        Assert.Contains("-NoManifest (--no-manifest)", error.Message, StringComparison.Ordinal);
        await target.RefusesAsync("FileNotFound", folder.Place("nothing.jsonl"));
        Assert.Equal(40, (await target.ImportAllAsync(path, options => options with { NoManifest = true })).Written);
    }

    [Fact]
    public async Task ATableWithAnotherKeyIsRefused()
    {
        using var folder = new FileFolder();
        var path = await ExportAsync(folder, "t.jsonl");
        await using var otherType = await MigratingTable.CreateAsync(engine, [], withGsi4: false, isRegistered: false, change: request => Change(request, "PK", "N"));
        await using var otherName = await MigratingTable.CreateAsync(engine, [], withGsi4: false, isRegistered: false, change: request => Change(request, "id", "S"));

        var error = await otherType.RefusesAsync("KeyMismatch", path);
        Assert.Contains("PK (S), SK (S)", error.Message, StringComparison.Ordinal);
        Assert.Contains("PK (N), SK (S)", error.Message, StringComparison.Ordinal);
        await otherName.RefusesAsync("KeyMismatch", path);
        // Without a manifest the lines themselves tell.
        Assert.Contains("key attribute 'PK' has the type S and must have N",
            (await otherType.RefusesAsync("FileInvalid", path, options => options with { NoManifest = true })).Message, StringComparison.Ordinal);
        Assert.Contains("lacks the table's key attribute 'id'",
            (await otherName.RefusesAsync("FileInvalid", path, options => options with { NoManifest = true })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Item":{"PK":{"S":"a"},"SK":{"S":"b"}}""", "no item in DynamoDB JSON")]
    [InlineData("""{"Item":{"PK":{"S":"a"},"SK":{"S":"b"}}} {}""", "no item in DynamoDB JSON")]
    [InlineData("""not json""", "no item in DynamoDB JSON")]
    [InlineData("""["a"]""", "no item in DynamoDB JSON")]
    [InlineData("""{"Item":{"PK":"a","SK":"b"}}""", "no item in DynamoDB JSON")]
    [InlineData("""{"Item":{}}""", "lacks the table's key attribute 'PK'")]
    [InlineData("""{"Item":{"PK":{"S":"a"}}}""", "lacks the table's key attribute 'SK'")]
    [InlineData("""{"Item":{"PK":{"S":""},"SK":{"S":"b"}}}""", "'PK' is empty")]
    [InlineData("""{"Item":{"PK":{"S":"a"},"SK":{"S":"b"},"v":{"X":"1"}}}""", "'X' is no DynamoDB attribute type")]
    [InlineData("""{"Item":{"PK":{"S":"a"},"SK":{"S":"b"},"v":{"S":5}}}""", "attribute 'v' has the type S and is not a text")]
    [InlineData("""{"Item":{"PK":{"S":"a"},"SK":{"S":"b"},"v":{"N":"five"}}}""", "'five', which is no number")]
    [InlineData("""{"Item":{"PK":{"S":"a"},"SK":{"S":"b"},"v":{"N":"1E126"}}}""", "at most 38 digits")]
    [InlineData("""{"Item":{"PK":{"S":"a"},"SK":{"S":"b"},"v":{"L":[{"M":{"x":{"NS":[]}}}]}}}""", "an empty NS")]
    [InlineData("""{"Item":{"PK":{"S":"a"},"SK":{"S":"b"},"v":{"B":"%%%"}}}""", "base64")]
    [InlineData("""{"Item":{"PK":{"S":"a"},"SK":{"S":"b"},"GSI1PK":{"N":"1"},"GSI1SK":{"S":"x"}}}""", "index GSI1's key attribute 'GSI1PK' has the type N and must have S")]
    [InlineData("""{"Item":{"PK":{"S":"a"},"SK":{"S":"b"},"v":{"S":"1","N":"2"}}}""", "more than one type")]
    [InlineData("""{"Metadata":{"WriteTimestampMicros":{"N":"1"}},"Keys":{"PK":{"S":"a"},"SK":{"S":"b"}},"NewImage":{"PK":{"S":"a"}}}""", "incremental export")]
    [InlineData("""{"Item":{"PK":{"S":"ENTITY#user-1"},"SK":{"S":"#META"},"other":{"S":"value"}}}""", "more than one line has the key PK=ENTITY#user-1, SK=#META")]
    public async Task ALineThatTheTableCouldNotTakeIsNamed(string line, string reason)
    {
        using var folder = new FileFolder();
        var path = folder.Write("t.jsonl", ItemJson.Plain(3));
        await File.AppendAllTextAsync(path, line + "\n");
        await using var target = await MigratingTable.CreateAsync(engine, [], isRegistered: false);

        var error = await target.RefusesAsync("FileInvalid", path, options => options with { NoManifest = true });

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        if (!reason.StartsWith("more than one line", StringComparison.Ordinal))
            Assert.Contains("line 4:", error.Message, StringComparison.Ordinal);
        Assert.Empty(await target.ContentsAsync());
    }

    [Fact]
    public async Task KeysAndItemsThatAreTooLargeAreRefused()
    {
        using var folder = new FileFolder();
        await using var target = await MigratingTable.CreateAsync(engine, [], isRegistered: false);
        foreach (var (item, reason) in new[]
        {
            (ItemJson.Of(new string('p', 2049), "x"), "'PK' is 2,049 bytes, and DynamoDB takes at most 2,048"),
            (ItemJson.Of("p", new string('ü', 513)), "'SK' is 1,026 bytes, and DynamoDB takes at most 1,024"),
            (ItemJson.Of("p", "x", ("GSI1PK", ItemJson.S(new string('g', 2049))), ("GSI1SK", ItemJson.S("x"))), "index GSI1's key attribute 'GSI1PK' is 2,049 bytes"),
            (ItemJson.Of("p", "x", ("v", ItemJson.S(new string('v', 420_000)))), "DynamoDB takes at most 409,600"),
        })
        {
            var path = folder.Write("t.jsonl", [item]);
            Assert.Contains(reason, (await target.RefusesAsync("FileInvalid", path, options => options with { NoManifest = true })).Message, StringComparison.Ordinal);
        }
    }

    private async Task<string> ExportAsync(FileFolder folder, string name)
    {
        await using var source = await MigratingTable.CreateAsync(engine, ItemJson.Plain(40), isRegistered: false);
        await source.ExportAllAsync(folder.Place(name));
        return folder.Place(name);
    }

    private static void Change(JsonObject request, string name, string type)
    {
        request["AttributeDefinitions"] = JsonNode.Parse($$"""[{"AttributeName":"{{name}}","AttributeType":"{{type}}"},{"AttributeName":"SK","AttributeType":"S"}]""");
        request["KeySchema"]![0]!["AttributeName"] = name;
        request.Remove("GlobalSecondaryIndexes");
    }
}
