namespace DynamoNamespace.Tests.Unit.Aws;

/// <summary>A mapping document in a file, which is how a run is given one of the user's own.</summary>
internal sealed class TemporaryMapping : IDisposable
{
    public TemporaryMapping(string document)
    {
        Path = System.IO.Path.GetTempFileName();
        File.WriteAllText(Path, document);
    }

    public string Path { get; }

    public void Dispose() => File.Delete(Path);
}
