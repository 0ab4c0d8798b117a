using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Files;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Files;

/// <summary>A folder of a test's own for files of items.</summary>
internal sealed class FileFolder : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("ddbns-files-").FullName;

    public List<string> Names => [.. Directory.EnumerateFileSystemEntries(path).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)];

    public string Place(string name) => Path.Combine(path, name);

    /// <summary>The JSON of the manifest beside a file.</summary>
    public JsonObject Manifest(string name) => DynamoJson.Parse(File.ReadAllBytes(Place(name) + ".manifest.json"));

    /// <summary>A file of these items as DynamoDB exports them, without a manifest.</summary>
    public string Write(string name, IEnumerable<JsonObject> items) =>
        WriteText(name, string.Concat(items.Select(item => Encoding.UTF8.GetString(DynamoJson.Serialize(new JsonObject { ["Item"] = item.DeepClone() }).Span) + "\n")));

    public string WriteText(string name, string text)
    {
        using var file = File.Create(Place(name));
        using Stream content = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Optimal) : file;
        content.Write(Encoding.UTF8.GetBytes(text));
        return Place(name);
    }

    public string[] ReadLines(string name)
    {
        using var file = File.OpenRead(Place(name));
        using Stream content = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(content);
        var text = reader.ReadToEnd();
        Assert.True(text.Length == 0 || text[^1] == '\n');
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public void Dispose() => Directory.Delete(path, recursive: true);
}

/// <summary>Exports and imports of a test's tables.</summary>
internal static class FileRuns
{
    public static Task<MigrationRun<DdbTableExport>> ExportAsync(
        this MigratingTable table, string path, Func<TableExportOptions, TableExportOptions>? with = null, CancellationToken cancellationToken = default)
    {
        var options = new TableExportOptions { TableName = table.Name, Connection = table.Connection, Path = path };
        return TableExport.RunAsync(with?.Invoke(options) ?? options, table.Observer, cancellationToken);
    }

    public static Task<MigrationRun<DdbTableImport>> ImportAsync(
        this MigratingTable table, string path, Func<TableImportOptions, TableImportOptions>? with = null, CancellationToken cancellationToken = default)
    {
        var options = new TableImportOptions { TableName = table.Name, Connection = table.Connection, Path = path };
        return TableImport.RunAsync(with?.Invoke(options) ?? options, table.Observer, cancellationToken);
    }

    /// <summary>Exports and expects no trouble.</summary>
    public static async Task<DdbTableExport> ExportAllAsync(this MigratingTable table, string path, Func<TableExportOptions, TableExportOptions>? with = null)
    {
        var run = await table.ExportAsync(path, with);
        Assert.Null(run.Error);
        Assert.Equal(DdbMigrationOutcome.Completed, run.Result.Outcome);
        return run.Result;
    }

    /// <summary>Imports and expects no trouble.</summary>
    public static async Task<DdbTableImport> ImportAllAsync(this MigratingTable table, string path, Func<TableImportOptions, TableImportOptions>? with = null)
    {
        var run = await table.ImportAsync(path, with);
        Assert.Null(run.Error);
        Assert.Equal((DdbMigrationOutcome.Completed, true), (run.Result.Outcome, run.Result.IsProven));
        return run.Result;
    }

    /// <summary>Expects that the import is refused with this error, and that nothing is written.</summary>
    public static async Task<DdbException> RefusesAsync(this MigratingTable table, string errorId, string path, Func<TableImportOptions, TableImportOptions>? with = null)
    {
        var before = table.WriteCalls;
        var error = await Assert.ThrowsAsync<DdbException>(() => table.ImportAsync(path, with));
        Assert.Equal(errorId, error.ErrorId);
        Assert.Equal(before, table.WriteCalls);
        return error;
    }
}
