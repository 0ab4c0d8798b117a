using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Files;

/// <summary>The steps of one import: prove the file and the table's state, put, read back.</summary>
internal sealed class ImportRun : IDisposable
{
    private readonly TableFileSession session;
    private readonly TableImportOptions options;
    private readonly TableFileManifest? manifest;
    private readonly ItemBlock scratch = new(512, 8);
    private readonly ItemSetDigest standing = new();
    private readonly ItemSetDigest found = new();
    private FileItems? items;
    private FileProof? proof;
    private ImportCounters? counters;
    private long toWrite;
    private bool isProven;

    public ImportRun(TableFileSession session, TableImportOptions options, TableFileManifest? manifest)
    {
        this.session = session;
        this.options = options;
        this.manifest = manifest;
    }

    /// <summary>Proves the file, and that the table is one that may take its items. Nothing is written.</summary>
    /// <exception cref="DdbException">It is not so.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        RequireKey();
        // What is in the table's way is cheap to know, and decides what must be kept of the file.
        var isEmpty = await IsEmptyAsync(cancellationToken);
        var mustMatch = !isEmpty && !options.AllowNonEmpty;
        items = new FileItems(manifest?.Items ?? new FileInfo(options.Path).Length / 128, mayStand: mustMatch);
        await ProveFileAsync(cancellationToken);
        counters = new ImportCounters(session.Table.Key, $"{session.Table.Name}-{proof!.Sha256[..12]}.jsonl", session.Observer);
        if (mustMatch || (!isEmpty && options.DryRun))
            await LookAtTableAsync(cancellationToken);
        if (mustMatch)
            RequireOwnItems(cancellationToken);
        if (options.DryRun)
            toWrite = items.Missing(cancellationToken).LongCount();
    }

    public Task WriteAsync(CancellationToken cancellationToken) => session.WithProgressAsync(
        () => session.Snapshot("Import", proof!.Found.Items, counters!.Read, counters.Written + counters.AlreadyThere, counters.Conflicts + counters.Failed),
        () => new ImportPipeline(session, options.Path, proof!.Sha256, counters!).RunAsync(cancellationToken));

    /// <summary>Reads the table back and compares it with the file.</summary>
    /// <returns>Why the import is incomplete, or null.</returns>
    public async Task<DdbException?> VerifyAsync(CancellationToken cancellationToken)
    {
        await session.ScanAsync("Verify", found, proof!.Found.Items, () => new TableContentHandler(session.Table.Key, found, Enter), cancellationToken);
        var missing = 0L;
        string? first = null;
        foreach (var key in items!.Missing(cancellationToken))
        {
            missing++;
            first ??= session.Table.Key.Describe(key);
        }

        var troubled = counters!.Conflicts + counters.Failed;
        if (troubled > 0)
            return Incomplete(troubled);
        if (missing > 0)
            return NotProven(FormattableString.Invariant($"{missing:N0} items of the file are not in the table as they are in the file, the first at {first}"));
        if (!options.AllowNonEmpty && (found.Items != proof.Found.Items || found.ToString() != proof.Found.ToString()))
            return NotProven(FormattableString.Invariant($"the table has {found.Items:N0} items and the file {proof.Found.Items:N0}"));
        isProven = true;
        return null;

        void Enter(in Item key, UInt128 keyDigest, UInt128 content) => items!.AddFound(keyDigest, content);
    }

    public DdbTableImport ToResult(DdbMigrationOutcome outcome)
    {
        var used = session.Used;
        return new DdbTableImport
        {
            TableName = session.Table.Name,
            Path = options.Path,
            SourceTableName = manifest?.TableName,
            Outcome = outcome,
            Items = proof!.Found.Items,
            Bytes = proof.ContentBytes,
            FileBytes = proof.FileBytes,
            Sha256 = proof.Sha256,
            ItemsDigest = proof.Found.ToString(),
            HasManifest = manifest is not null,
            ToWrite = toWrite,
            Written = counters!.Written,
            AlreadyThere = options.DryRun ? proof.Found.Items - toWrite : counters.AlreadyThere,
            Conflicts = counters.Conflicts,
            Failed = counters.Failed,
            TableItems = found.Items,
            IsProven = isProven,
            Reports = counters.Reports,
            RecordsPath = counters.RecordsPath,
            ReadUnits = used.ReadUnits,
            WriteUnits = used.WriteUnits,
            Requests = used.Requests,
            Retries = used.Retries,
            Throttled = used.Throttled,
            StartedAt = session.StartedAt,
            Elapsed = session.Elapsed,
        };
    }

    public void Dispose()
    {
        items?.Dispose();
        counters?.Dispose();
        scratch.Dispose();
    }

    private void RequireKey()
    {
        var own = TableFileManifest.KeysOf(session.Table.Key);
        if (manifest is null || manifest.KeySchema.SequenceEqual(own))
            return;
        var theirs = string.Join(", ", manifest.KeySchema.Select(key => $"{key.Name} ({key.Type})"));
        throw new DdbException("KeyMismatch", DdbErrorKind.InvalidArgument, session.Table.Name,
            $"The file '{options.Path}' was exported from table '{manifest.TableName}' with the key {theirs}, and table '{session.Table.Name}' has the key {session.Table.Key}. "
            + "An import does not change keys: name a table with the same key, or move the items with Invoke-DdbTableMigration. Nothing was changed.");
    }

    private async Task<bool> IsEmptyAsync(CancellationToken cancellationToken)
    {
        using var page = await session.Calls.ScanAsync(0, 1, 1, null, cancellationToken);
        return page.Items.Count == 0 && page.LastEvaluatedKey is null;
    }

    private async Task ProveFileAsync(CancellationToken cancellationToken)
    {
        var its = proof = new FileProof(options.Path, manifest, session.Table, Enter);
        await session.WithProgressAsync(
            () => session.Snapshot("Prove the file", manifest?.Items ?? 0, its.Found.Items, its.Found.Items, 0),
            () => Task.Run(() => its.Run(cancellationToken), cancellationToken));
        foreach (var key in items!.KeysThatComeTwice())
        {
            throw TableFileErrors.Invalid(options.Path, $"more than one line has the key {session.Table.Key.Describe(key)}, and a table holds one item for each key. "
                + "Where a table was written while it was exported with parallel reads of another tool, export it again");
        }

        void Enter(in Item item, UInt128 key, UInt128 content)
        {
            scratch.Clear();
            items!.AddWanted(session.Table.Key.Extract(item, scratch), key, content);
        }
    }

    private Task LookAtTableAsync(CancellationToken cancellationToken)
    {
        return session.ScanAsync("Look at the table", standing, session.Table.ItemCount, () => new TableContentHandler(session.Table.Key, standing, Enter), cancellationToken);

        void Enter(in Item key, UInt128 keyDigest, UInt128 content)
        {
            items!.AddStanding(key, keyDigest, content);
            // An import that goes on to write looks again afterwards.
            if (options.DryRun)
                items.AddFound(keyDigest, content);
        }
    }

    /// <summary>A table that is not empty may be the one of an import that was stopped: then each of its items is equal to one of the file.</summary>
    private void RequireOwnItems(CancellationToken cancellationToken)
    {
        var strangers = 0L;
        string? first = null;
        foreach (var key in items!.Strangers(cancellationToken))
        {
            strangers++;
            first ??= session.Table.Key.Describe(key);
        }

        if (strangers > 0)
        {
            throw new DdbException("TableNotEmpty", DdbErrorKind.InvalidState, session.Table.Name,
                FormattableString.Invariant($"Table '{session.Table.Name}' is not empty: {strangers:N0} of its {standing.Items:N0} items are not those of the file, the first at {first}.")
                + " Import into an empty table, or add the file's items to this one with -AllowNonEmpty (--allow-non-empty), which overwrites nothing. Nothing was changed.");
        }

        session.Observer.OnVerbose(FormattableString.Invariant($"Table {session.Table.Name} holds {standing.Items:N0} items already, each equal to one of the file: the import goes on with the others."));
    }

    private DdbException Incomplete(long troubled)
    {
        var first = counters!.Reports.Count > 0 ? $" The first: {counters.Reports[0]}" : "";
        var records = counters.RecordsPath is { } path ? $" All are in '{path}'." : "";
        return new DdbException("ImportIncomplete", DdbErrorKind.Incomplete, session.Table.Name,
            FormattableString.Invariant($"{troubled:N0} of {proof!.Found.Items:N0} items were not put into table '{session.Table.Name}': {counters.Conflicts:N0} conflicts, {counters.Failed:N0} failed. Nothing was overwritten.")
            + $"{records}{first}");
    }

    private DdbException NotProven(string reason) => new("ImportNotProven", DdbErrorKind.Incomplete, session.Table.Name,
        $"Table '{session.Table.Name}' was read back and is not what '{options.Path}' holds: {reason}. See who else writes to the table, stop that, then run the same command again.");
}
