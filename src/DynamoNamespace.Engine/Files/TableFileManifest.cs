using System.Text.Json;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Files;

/// <summary>What stands beside a file of items and proves it: which table it is of, how many items it has, and its checksums.</summary>
internal sealed record TableFileManifest
{
    public const string CurrentFormat = "ddbns-table-items/1";

    private static readonly JsonSerializerOptions JsonOptions = new(RecordLog.JsonOptions) { WriteIndented = true };

    public required string Format { get; init; }

    public required string TableName { get; init; }

    public string? TableArn { get; init; }

    /// <summary>The table's key, the partition key first.</summary>
    public required IReadOnlyList<ManifestKey> KeySchema { get; init; }

    public required long Items { get; init; }

    public required long UncompressedBytes { get; init; }

    public required long FileBytes { get; init; }

    /// <summary>The SHA-256 of the file as it stands on disk, in lower-case hexadecimal.</summary>
    public required string FileSha256 { get; init; }

    /// <summary>What equal sets of items share, see <see cref="ItemSetDigest"/>.</summary>
    public required string ItemsDigest { get; init; }

    public bool ConsistentRead { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset CompletedAt { get; init; }

    public bool IsComplete { get; init; }

    public static string PathOf(string path) => path + ".manifest.json";

    public static IReadOnlyList<ManifestKey> KeysOf(KeySchema key) =>
        [.. key.Attributes.Select(attribute => new ManifestKey(attribute.Name, AttributeValue.NameOf(attribute.Type)))];

    /// <exception cref="DdbException">There is none, or it is none that this version can read.</exception>
    public static TableFileManifest Read(string path)
    {
        var place = PathOf(path);
        if (!File.Exists(place))
        {
            throw new DdbException("ManifestNotFound", DdbErrorKind.NotFound, place,
                $"There is no manifest '{place}' beside '{path}', so nothing tells whether the file is whole. Put the manifest that the export wrote back beside it, or, for a file that never had one, "
                + "run the same command with -NoManifest (--no-manifest). Nothing was changed.");
        }

        try
        {
            var manifest = JsonSerializer.Deserialize<TableFileManifest>(File.ReadAllBytes(place), JsonOptions);
            return manifest switch
            {
                { Format: not CurrentFormat } => throw Unreadable(place, $"its format is '{manifest.Format}', and this version reads '{CurrentFormat}'"),
                { IsComplete: false } => throw Unreadable(place, "it says that the export is not complete"),
                { KeySchema.Count: 1 or 2, FileSha256.Length: 64, ItemsDigest.Length: 32, Items: >= 0 } => manifest,
                _ => throw Unreadable(place, "it lacks the key schema, the number of items or a checksum"),
            };
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or IOException or UnauthorizedAccessException)
        {
            throw Unreadable(place, error.Message.TrimEnd('.'), error);
        }
    }

    /// <summary>Writes it durably to a place of its own; the caller moves it beside the file.</summary>
    public void WriteTo(string place)
    {
        using var file = PrivateFile.Open(place, FileMode.Create, FileAccess.Write, FileShare.None);
        JsonSerializer.Serialize(file, this, JsonOptions);
        file.Write("\n"u8);
        file.Flush(flushToDisk: true);
    }

    private static DdbException Unreadable(string place, string reason, Exception? inner = null) => new("ManifestUnreadable", DdbErrorKind.InvalidArgument, place,
        $"The manifest '{place}' cannot be used: {reason}. Export the table again, or copy the file and its manifest again. Nothing was changed.", inner);
}

/// <summary>A key attribute as a manifest names it.</summary>
internal sealed record ManifestKey(string Name, string Type);
