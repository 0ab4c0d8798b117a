using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Files;

/// <summary>Puts the items of a file into a table, once the file is proven, and proves the table afterwards.</summary>
public static class TableImport
{
    /// <summary>
    /// Reads the file once before anything is written: it must be whole, and each item must fit the table. Then puts each item where nothing stands yet, and
    /// reads the table back. It can be run again after an interruption: what stands already is recognised. With <see cref="TableFileOptions.DryRun"/> it ends
    /// before the first put.
    /// </summary>
    /// <exception cref="DdbException">The import cannot begin; nothing was changed.</exception>
    public static async Task<MigrationRun<DdbTableImport>> RunAsync(TableImportOptions options, IRunObserver observer, CancellationToken cancellationToken)
    {
        if (!File.Exists(options.Path))
        {
            throw new DdbException("FileNotFound", DdbErrorKind.NotFound, options.Path,
                $"There is no file '{options.Path}'. Check the path, then run the same command again. Nothing was changed.");
        }

        var manifest = options.NoManifest ? null : TableFileManifest.Read(options.Path);
        if (manifest is null)
        {
            observer.OnWarning($"The file '{options.Path}' is taken without a manifest: each of its lines is checked, but nothing proves that none is missing, "
                + "that none was changed, or which table they are of.");
        }

        return await TableFileSession.RunAsync(options, observer, TimeProvider.System, async session =>
        {
            using var run = new ImportRun(session, options, manifest);
            await run.PrepareAsync(cancellationToken);
            return options.DryRun
                ? new MigrationRun<DdbTableImport>(run.ToResult(DdbMigrationOutcome.Planned), null, IsInterrupted: false)
                : await RunAsync(session, run, cancellationToken);
        }, cancellationToken);
    }

    /// <summary>Once items are put, whatever ends the import, its result is told.</summary>
    private static async Task<MigrationRun<DdbTableImport>> RunAsync(TableFileSession session, ImportRun run, CancellationToken cancellationToken)
    {
        try
        {
            await run.WriteAsync(cancellationToken);
            var error = await run.VerifyAsync(cancellationToken);
            return new MigrationRun<DdbTableImport>(run.ToResult(error is null ? DdbMigrationOutcome.Completed : DdbMigrationOutcome.Incomplete), error, IsInterrupted: false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            var error = new DdbException("ImportInterrupted", DdbErrorKind.Incomplete, session.Table.Name,
                $"The import into table '{session.Table.Name}' was stopped. What had been put stays; run the same command again to go on: it recognises its own items.");
            return new MigrationRun<DdbTableImport>(run.ToResult(DdbMigrationOutcome.Incomplete), error, IsInterrupted: true);
        }
        catch (Exception error) when (session.Translate(error) is DdbException translated)
        {
            return new MigrationRun<DdbTableImport>(run.ToResult(DdbMigrationOutcome.Incomplete), translated, IsInterrupted: false);
        }
    }
}
