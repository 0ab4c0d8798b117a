namespace DynamoNamespace.Tests.Support;

/// <summary>The folder that holds <c>DynamoNamespace.slnx</c>, above the folder that the tests run from.</summary>
public static class RepositoryRoot
{
    private static readonly Lazy<string> Root = new(Find);

    public static string Path => Root.Value;

    public static string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "DynamoNamespace.slnx")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException(
            $"No folder above '{AppContext.BaseDirectory}' holds DynamoNamespace.slnx, so what the tests need beside them cannot be found.");
    }
}
