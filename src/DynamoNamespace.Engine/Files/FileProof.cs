using System.Text.Json;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Files;

/// <summary>
/// Reads a file of items to its end before anything is written: each line must be an item that the table could take, no two may have one key, and the
/// file must be what its manifest says.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="manifest">What it must be; null where nothing tells.</param>
/// <param name="table">The table that is to take the items.</param>
/// <param name="whenItem">Hears of each item and of the digests of its key and of all of it.</param>
internal sealed class FileProof(string path, TableFileManifest? manifest, TableDescriptor table, FileProof.Hear whenItem)
{
    private readonly ItemFit fit = new(table);
    private readonly CanonicalItem canonical = new();
    private long problems;
    private string? firstProblem;

    public delegate void Hear(in Item item, UInt128 key, UInt128 content);

    /// <summary>What was read so far.</summary>
    public ItemSetDigest Found { get; } = new();

    public long ContentBytes { get; private set; }

    public long FileBytes { get; private set; }

    public string Sha256 { get; private set; } = "";

    /// <exception cref="DdbException"><c>FileAltered</c> or <c>FileInvalid</c>; nothing was changed.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        using var reader = TableFileReader.Open(path);
        try
        {
            Read(reader, cancellationToken);
        }
        catch (InvalidDataException error)
        {
            throw manifest is null
                ? TableFileErrors.Invalid(path, $"it is cut short or no gzip file ({error.Message.TrimEnd('.')})", error)
                : TableFileErrors.Altered(path, $"it is cut short or damaged ({error.Message.TrimEnd('.')})", error);
        }

        Sha256 = reader.Finish();
        (ContentBytes, FileBytes) = (reader.ContentBytes, reader.FileBytes);
        if (manifest is not null)
            RequireSame(manifest);
        else if (TableFileReader.IsGzip(path) && !GzipTrailer.IsWhole(path, ContentBytes, cancellationToken))
            throw TableFileErrors.Invalid(path, "it is cut short or damaged: its end is not that of a gzip file");
        if (problems > 0)
            throw TableFileErrors.Invalid(path, FormattableString.Invariant($"{firstProblem}{(problems > 1 ? $" ({problems - 1:N0} more lines have a problem)" : "")}. Mend the file or the table, or leave the line out"));
    }

    private void Read(TableFileReader reader, CancellationToken cancellationToken)
    {
        using var block = new ItemBlock();
        while (reader.TryRead(out var line))
        {
            cancellationToken.ThrowIfCancellationRequested();
            block.Clear();
            if (Take(line.Span, block) is not { } problem)
                continue;
            problems++;
            firstProblem ??= FormattableString.Invariant($"line {reader.Line:N0}: {problem}");
        }
    }

    /// <returns>What is wrong with the line, or null.</returns>
    private string? Take(ReadOnlySpan<byte> line, ItemBlock block)
    {
        try
        {
            var item = TableFileLine.Read(line, block);
            if (IsOfIncrementalExport(item))
                return "it is a line of an incremental export, which tells changes and not items. Use a full export";
            if ((ItemValidity.FindProblem(item) ?? fit.FindProblem(item)) is { } problem)
                return problem;
            var content = canonical.Digest(item);
            Found.Add(content, 1);
            whenItem(item, table.Key.Digest(item, canonical), content);
            return null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return $"it is no item in DynamoDB JSON ({error.Message.TrimEnd('.')})";
        }
    }

    /// <summary>The export's changes since a moment (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html#incremental-export-output).</summary>
    private static bool IsOfIncrementalExport(in Item item) =>
        item.IndexOf("Keys"u8) >= 0 && item.IndexOf("Metadata"u8) is >= 0 and var index && item.RawValue(index).IndexOf("WriteTimestampMicros"u8) >= 0;

    private void RequireSame(TableFileManifest wanted)
    {
        if (FileBytes != wanted.FileBytes)
            throw TableFileErrors.Altered(path, FormattableString.Invariant($"it is {FileBytes:N0} bytes long and should be {wanted.FileBytes:N0}{(FileBytes < wanted.FileBytes ? ", so it was cut short" : "")}"));
        if (Sha256 != wanted.FileSha256)
            throw TableFileErrors.Altered(path, $"its SHA-256 is {Sha256} and should be {wanted.FileSha256}");
        if (problems == 0 && Found.Items != wanted.Items)
            throw TableFileErrors.Altered(path, FormattableString.Invariant($"it has {Found.Items:N0} items and should have {wanted.Items:N0}"));
        if (problems == 0 && Found.ToString() != wanted.ItemsDigest)
            throw TableFileErrors.Altered(path, $"the digest of its items is {Found} and should be {wanted.ItemsDigest}");
    }
}
