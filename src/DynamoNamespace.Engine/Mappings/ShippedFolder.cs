namespace DynamoNamespace.Engine.Mappings;

/// <summary>Folders of documents that ship with the engine: beside it in the worker; one folder up in the module, where it stands in <c>dependencies</c>.</summary>
internal static class ShippedFolder
{
    public static string Find(string name)
    {
        var here = Path.GetDirectoryName(typeof(ShippedFolder).Assembly.Location)!;
        var beside = Path.Combine(here, name);
        return Directory.Exists(beside) ? beside : Path.Combine(Path.GetDirectoryName(here)!, name);
    }
}
