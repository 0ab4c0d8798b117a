using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Tests.Integration.Tables;

/// <summary>A mapping document in a file of its own.</summary>
internal sealed class TestMapping : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ddbns-mapping-");

    /// <summary>A mapping of one rule.</summary>
    public TestMapping(string rule)
        : this("mapping.json", $$"""{"format":"dynamonamespace/mapping/1","name":"test","key":{"partitionKey":{"name":"PK"},"sortKey":{"name":"SK"} },"rules":[{{rule}}]}""")
    {
    }

    private TestMapping(string fileName, string document)
    {
        Path = System.IO.Path.Combine(_folder.FullName, fileName);
        File.WriteAllText(Path, document);
    }

    /// <summary>The default mapping under another name, which makes another plan of the same changes.</summary>
    public static TestMapping DefaultAs(string name)
    {
        var document = File.ReadAllText(MappingLoader.Find(MigrationOptions.DefaultMapping, null).Path);
        var renamed = document.Replace($"\"name\": \"{MigrationOptions.DefaultMapping}\"", $"\"name\": \"{name}\"", StringComparison.Ordinal);
        return renamed != document ? new TestMapping(name + ".json", renamed) : throw new InvalidDataException("The default mapping does not name itself as expected.");
    }

    public string Path { get; }

    public void Dispose() => _folder.Delete(recursive: true);
}
