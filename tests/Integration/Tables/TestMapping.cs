namespace DynamoNamespace.Tests.Integration.Tables;

/// <summary>A mapping document of one rule in a file of its own.</summary>
internal sealed class TestMapping : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ddbns-mapping-");

    public TestMapping(string rule)
    {
        Path = System.IO.Path.Combine(_folder.FullName, "mapping.json");
        File.WriteAllText(Path, $$"""{"format":"dynamonamespace/mapping/1","name":"test","key":{"partitionKey":{"name":"PK"},"sortKey":{"name":"SK"} },"rules":[{{rule}}]}""");
    }

    public string Path { get; }

    public void Dispose() => _folder.Delete(recursive: true);
}
