using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Mappings;

public sealed class MappingFilesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ddbns-mapping-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void TheShippedMappingIsTheOneInTheModule()
    {
        var shipped = MappingLoader.Load(MappingText.Shipped);
        var source = MappingLoader.Load(RepositoryRoot.Combine("module", "mappings", MappingText.Shipped + ".json"));
        Assert.Equal(source.Fingerprint, shipped.Fingerprint);
        Assert.Equal(MappingText.Shipped, shipped.Name);
        Assert.Equal("PK (S), SK (S)", shipped.Key.ToString());
        Assert.Equal("GSI4 GSI4PK GSI4SK", string.Join(' ', shipped.ExpectedIndexes.Select(index => $"{index.Name} {index.PartitionKey} {index.SortKey}")));
        Assert.Equal("_/SYSTEM# #VERSION", string.Join(' ', shipped.ExpectedItems.Single().Key.Values));
    }

    [Fact]
    public void AFileIsLoadedByItsPathAndItsErrorsNameIt()
    {
        var path = Path.Combine(folder.FullName, "mine.json");
        File.WriteAllText(path, MappingText.OfRule("""
            "match": { "PK": { "exists": true } }, "set": { "PK": "${id}/${PK}" }
            """));
        Assert.Equal("test", MappingLoader.Load(path).Name);

        File.WriteAllText(path, MappingText.OfRule("""
            "match": { "PK": { "exists": true } }, "set": { "PK": "${id" }
            """));
        var error = Assert.Throws<DdbException>(() => MappingLoader.Load(path));
        Assert.Contains($"'{path}' has an error at rules[0].set.PK", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such-mapping")]
    [InlineData("/no/such/file.json")]
    [InlineData("../mappings/zae-limiter-0.10")]
    [InlineData("")]
    public void AMappingThatIsNotThereIsSaidToBeMissingAndTheShippedOnesAreNamed(string name)
    {
        var error = Assert.Throws<DdbException>(() => MappingLoader.Load(name));
        Assert.Equal("MappingNotFound", error.ErrorId);
        Assert.Equal(DdbErrorKind.NotFound, error.Kind);
        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(MappingText.Shipped, error.Message.Replace($"'{name}'", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(MappingText.Shipped, MappingLoader.BuiltIn(), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("{\n  \"format\": \"x\",\n  \"name\" \"mine\"\n}", 3)]
    [InlineData("{ \"name\": \"mine\"", 1)]
    [InlineData("{\n\"name\": mine }", 2)]
    [InlineData("", 1)]
    [InlineData("{}\n{}", 2)]
    public void WhatIsNoJsonIsToldWithItsLine(string text, int line)
    {
        var error = Assert.Throws<DdbException>(() => MappingLoader.Parse(text, "mine.json"));
        Assert.Equal("MappingNotJson", error.ErrorId);
        Assert.Equal("mine.json", error.Target);
        Assert.StartsWith($"The mapping 'mine.json' is no valid JSON at line {line}, byte ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CommentsAndTrailingCommasAreAllowed() => Assert.Equal("m", MappingLoader.Parse("""
        { // a comment
          "format": "dynamonamespace/mapping/1", "name": "m", "key": { "partitionKey": { "name": "PK" } }, /* another */
          "rules": [ { "name": "r", "match": { "PK": { "exists": true } }, "set": { "PK": "x", }, }, ],
        }
        """, "m.json").Name);

    [Fact]
    public void TheFingerprintChangesWithTheDocument()
    {
        var text = MappingText.OfRule("""
            "match": { "PK": { "exists": true } }, "set": { "PK": "${id}/${PK}" }
            """);
        var fingerprint = MappingLoader.Parse(text, "a").Fingerprint;
        Assert.Equal(fingerprint, MappingLoader.Parse(text, "b").Fingerprint);
        Assert.NotEqual(fingerprint, MappingLoader.Parse(text.Replace("${id}/", "${id}-", StringComparison.Ordinal), "a").Fingerprint, StringComparer.Ordinal);
        Assert.Matches("^[0-9A-F]{16}$", fingerprint);
    }
}
