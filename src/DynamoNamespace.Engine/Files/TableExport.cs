using System.Text.Json;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Files;

/// <summary>Writes a table's items to a file, and proves the file before it has its name.</summary>
public static class TableExport
{
    /// <summary>
    /// Reads the whole table and writes each item to a line; then reads the file back and compares it with what was read of the table. With
    /// <see cref="TableFileOptions.DryRun"/> it only checks what can be checked without reading items.
    /// </summary>
    /// <exception cref="DdbException">The export did not come to its end; nothing is under the file's name that was not there before.</exception>
    public static Task<MigrationRun<DdbTableExport>> RunAsync(TableExportOptions options, IRunObserver observer, CancellationToken cancellationToken)
    {
        RequirePlace(options);
        return TableFileSession.RunAsync(options, observer, TimeProvider.System, async session =>
        {
            var scanned = new ItemSetDigest();
            if (options.DryRun)
                return new MigrationRun<DdbTableExport>(ToResult(session, options, scanned, DdbMigrationOutcome.Planned), null, IsInterrupted: false);
            try
            {
                var manifest = await ExportAsync(session, options, scanned, cancellationToken);
                var result = ToResult(session, options, scanned, DdbMigrationOutcome.Completed) with
                {
                    Items = manifest.Items,
                    Bytes = manifest.UncompressedBytes,
                    FileBytes = manifest.FileBytes,
                    Sha256 = manifest.FileSha256,
                    ItemsDigest = manifest.ItemsDigest,
                    ManifestPath = TableFileManifest.PathOf(options.Path),
                };
                return new MigrationRun<DdbTableExport>(result, null, IsInterrupted: false);
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                var error = new DdbException("ExportInterrupted", DdbErrorKind.Incomplete, options.TableName,
                    $"The export of table '{options.TableName}' was stopped. Nothing was written under '{options.Path}'. Run the same command again to export it from the beginning.");
                return new MigrationRun<DdbTableExport>(ToResult(session, options, scanned, DdbMigrationOutcome.Incomplete), error, IsInterrupted: true);
            }
        }, cancellationToken);
    }

    private static async Task<TableFileManifest> ExportAsync(TableFileSession session, TableExportOptions options, ItemSetDigest scanned, CancellationToken cancellationToken)
    {
        using var writer = TableFileWriter.Create(options.Path);
        await session.ScanAsync("Export", scanned, session.Table.ItemCount, () => new ExportHandler(writer, scanned), cancellationToken);
        var sha256 = writer.Complete();
        await ProveAsync(session, options, writer, scanned, sha256, cancellationToken);
        var manifest = new TableFileManifest
        {
            Format = TableFileManifest.CurrentFormat,
            TableName = session.Table.Name,
            TableArn = session.Table.Arn,
            KeySchema = TableFileManifest.KeysOf(session.Table.Key),
            Items = scanned.Items,
            UncompressedBytes = writer.ContentBytes,
            FileBytes = writer.FileBytes,
            FileSha256 = sha256,
            ItemsDigest = scanned.ToString(),
            ConsistentRead = !options.EventuallyConsistent,
            StartedAt = session.StartedAt,
            CompletedAt = session.Time.GetUtcNow(),
            IsComplete = true,
        };
        cancellationToken.ThrowIfCancellationRequested();
        writer.Keep(manifest);
        return manifest;
    }

    /// <summary>Reads the file back: it must have as many items as were scanned, the same ones, and the checksum of what was written.</summary>
    private static async Task ProveAsync(
        TableFileSession session, TableExportOptions options, TableFileWriter writer, ItemSetDigest scanned, string sha256, CancellationToken cancellationToken)
    {
        var found = new ItemSetDigest();
        var foundSha256 = "";
        try
        {
            await session.WithProgressAsync(
                () => session.Snapshot("Read back", scanned.Items, found.Items, found.Items, 0),
                () => Task.Run(() => foundSha256 = ReadBack(writer.PartialPath, TableFileReader.IsGzip(options.Path), found, cancellationToken), cancellationToken));
        }
        catch (Exception error) when (error is InvalidDataException or JsonException)
        {
            throw NotProven(options, error.Message.TrimEnd('.'), error);
        }

        if ((found.Items, writer.Lines) != (scanned.Items, scanned.Items))
            throw NotProven(options, FormattableString.Invariant($"{scanned.Items:N0} items were read of the table, {writer.Lines:N0} lines were written, and the file has {found.Items:N0}"));
        if (found.ToString() != scanned.ToString() || foundSha256 != sha256)
            throw NotProven(options, "its items or its checksum are not those that were written");
    }

    private static string ReadBack(string place, bool isGzip, ItemSetDigest found, CancellationToken cancellationToken)
    {
        using var reader = TableFileReader.Open(place, isGzip);
        using var block = new ItemBlock();
        var canonical = new CanonicalItem();
        while (reader.TryRead(out var line))
        {
            cancellationToken.ThrowIfCancellationRequested();
            block.Clear();
            found.Add(canonical.Digest(TableFileLine.Read(line.Span, block)), 1);
        }

        return reader.Finish();
    }

    private static void RequirePlace(TableExportOptions options)
    {
        if (Directory.Exists(options.Path) || Path.GetDirectoryName(Path.GetFullPath(options.Path)) is not { Length: > 0 } folder || !Directory.Exists(folder))
        {
            throw new DdbException("InvalidPath", DdbErrorKind.InvalidArgument, options.Path,
                $"'{options.Path}' is a folder, or is in one that does not exist. Name a file in a folder that is there. Nothing was read or written.");
        }

        var taken = new[] { options.Path, TableFileManifest.PathOf(options.Path) }.FirstOrDefault(File.Exists);
        if (taken is not null && !options.Force)
        {
            throw new DdbException("FileExists", DdbErrorKind.AlreadyExists, taken,
                $"There is a file '{taken}' already, and it was left as it is. Name another path, or replace it with -Force (--force). Nothing was read or written.");
        }
    }

    private static DdbException NotProven(TableExportOptions options, string reason, Exception? inner = null) => new("ExportNotProven", DdbErrorKind.Incomplete, options.Path,
        $"The file of table '{options.TableName}' was read back and is not what was read of the table: {reason}. It was removed, and nothing is under '{options.Path}' that was not there before. Look after the disk, then run the same command again.", inner);

    private static DdbTableExport ToResult(TableFileSession session, TableExportOptions options, ItemSetDigest scanned, DdbMigrationOutcome outcome)
    {
        var used = session.Used;
        return new DdbTableExport
        {
            TableName = session.Table.Name,
            Path = options.Path,
            Outcome = outcome,
            EstimatedItems = session.Table.ItemCount,
            Scanned = scanned.Items,
            ReadUnits = used.ReadUnits,
            Requests = used.Requests,
            Retries = used.Retries,
            Throttled = used.Throttled,
            StartedAt = session.StartedAt,
            Elapsed = session.Elapsed,
        };
    }
}
