namespace DynamoNamespace.Tests.Integration.TableToTable;

/// <summary>A whole mapping document in a file of its own.</summary>
internal sealed class MappingFile : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ddbns-mapping-");

    private MappingFile()
    {
    }

    public string Path => System.IO.Path.Combine(_folder.FullName, "mapping.json");

    public static async Task<MappingFile> CreateAsync(string document)
    {
        var file = new MappingFile();
        await File.WriteAllTextAsync(file.Path, document);
        return file;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
