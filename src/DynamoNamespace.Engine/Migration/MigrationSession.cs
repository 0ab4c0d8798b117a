using System.Text;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.InPlace;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Logging;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Measurement;
using DynamoNamespace.Engine.RateControl;
using DynamoNamespace.Engine.Registry;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Migration;

/// <summary>One run: its connection, table, mapping, limits and counters. Opening it checks everything that needs no item.</summary>
internal sealed class MigrationSession
{
    private readonly DynamoDbClient client;
    private readonly DynamoDbClient targetClient;
    private readonly string endpoint;
    private readonly MappedItemLimits limits;
    private readonly TargetFit? targetFit;
    private readonly byte[] ownPrefix;
    private readonly ScanLayout targetLayout;
    private readonly long startedAt;

    private MigrationSession(
        MigrationOptions options, SessionTable source, SessionTable target, Mapping mapping, DdbNamespace? ns, Expiry expiry, IRunObserver observer, RunEvents events, TimeProvider time)
    {
        Options = options;
        var table = source.Table;
        client = source.Client;
        targetClient = target.Client;
        Expiry = expiry;
        endpoint = ConnectionFactory.EndpointOf(client);
        Table = table;
        Mapping = mapping;
        InPlace = ReferenceEquals(source, target) ? InPlaceMapping.Find(mapping, source.Table, target.Table) : null;
        Namespace = ns;
        ownPrefix = Encoding.UTF8.GetBytes(ns is null ? "" : ns.NamespaceId + "/");
        Observer = observer;
        Events = events;
        Time = time;
        var own = RunLimits.For(options, table, target.Table);
        Layout = ScanLayout.For(options with { MaxReadUnits = own.Read.UnitsPerSecond, MaxWriteUnits = own.Write.UnitsPerSecond }, table);
        targetLayout = ScanLayout.For(options with { MaxReadUnits = own.Read.UnitsPerSecond, MaxWriteUnits = own.Write.UnitsPerSecond }, target.Table);
        limits = new MappedItemLimits(target.Table, mapping);
        Rate = new RateController(own, table.Name, time, Log);
        client.Counters.WhenThrottled = Rate.OnThrottled;
        targetClient.Counters.WhenThrottled = Rate.OnThrottled;
        Calls = new ItemCalls(client, table, Rate, time, Log);
        Target = ReferenceEquals(source, target) ? Calls : new ItemCalls(targetClient, target.Table, Rate, time, Log);
        targetFit = IsOneTable && !mapping.HasTransform ? null : new TargetFit(target.Table);
        Counters = new RunCounters(mapping.Families, Log);
        Plan = PlanIdentity.Of(source.Place, target.Place, options.Mapping, mapping, ns);
        Folder = RunFolder.For(options.CheckpointPath, Plan);
        startedAt = time.GetTimestamp();
        StartedAt = time.GetUtcNow();
    }

    public string RunId { get; } = Guid.NewGuid().ToString("n")[..12];

    public DateTimeOffset StartedAt { get; }

    public MigrationOptions Options { get; }

    /// <summary>The connection to the source table, for calls that are not about items.</summary>
    public DynamoDbClient Client => client;

    /// <summary>The connection to the table that the copies stand in.</summary>
    public DynamoDbClient TargetClient => targetClient;

    /// <summary>The source table: where the old items are.</summary>
    public TableDescriptor Table { get; }

    public Mapping Mapping { get; }

    /// <summary>What changes items in place; null where the mapping moves items to new keys.</summary>
    public InPlaceMapping? InPlace { get; }

    public DdbNamespace? Namespace { get; }

    /// <summary>How the source table is scanned, and how either is written.</summary>
    public ScanLayout Layout { get; }

    /// <summary>What the run's checkpoint belongs to.</summary>
    public PlanIdentity Plan { get; }

    /// <summary>Where its files are kept.</summary>
    public RunFolder Folder { get; }

    /// <summary>What, beside the plan, must be the same for a run to go on.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["SkipExpired"] = Options.SkipExpired ? "on" : "off",
        ["IncludeChanged"] = Options.IncludeChanged ? "on" : "off",
    };

    /// <summary>Tells the items that are left out because they have expired.</summary>
    public Expiry Expiry { get; }

    /// <summary>What this sitting has used so far.</summary>
    public RequestTotals Used => new(
        Meter.Read.Consumed, Meter.Write.Consumed, Sum(static counters => counters.Requests), Sum(static counters => counters.Retries), Sum(static counters => counters.Throttled));

    public RateController Rate { get; }

    public CapacityMeter Meter => Rate.Meter;

    /// <summary>The item calls on the source table.</summary>
    public ItemCalls Calls { get; }

    /// <summary>The item calls on the table that the copies stand in.</summary>
    public ItemCalls Target { get; }

    /// <summary>Whether the copies stand in the source table itself, under other keys.</summary>
    public bool IsOneTable => ReferenceEquals(Calls, Target);

    /// <summary>What to run for a copy of this plan, as messages name it.</summary>
    public string CopyCommand => IsOneTable ? "Invoke-DdbKeyMigration (ddbns migrate)" : "Invoke-DdbTableMigration (ddbns table migrate)";

    public RunCounters Counters { get; }

    public IRunObserver Observer { get; }

    /// <summary>What the log tells of the run as a whole.</summary>
    public RunEvents Events { get; }

    /// <summary>The run's log, which takes any event.</summary>
    public RunLog Log => Events.Log;

    public TimeProvider Time { get; }

    public TimeSpan Elapsed => Time.GetElapsedTime(startedAt);

    /// <summary>Runs an operation on a new session; what AWS throws comes out as an error that a user can act on.</summary>
    public static async Task<T> RunAsync<T>(
        MigrationOptions options, IRunObserver observer, TimeProvider time, Func<MigrationSession, Task<T>> work, CancellationToken cancellationToken)
    {
        TableReader.CheckName(options.TableName);
        if (options.TargetTableName is { } targetName)
            TableReader.CheckName(targetName);
        var document = CopyMapping.IsNamed(options.Mapping) ? null : MappingLoader.Load(options.Mapping);
        using var log = RunLog.Open(options, observer, time);
        var events = new RunEvents(log);
        await using var stopping = cancellationToken.Register(events.Interrupted);
        try
        {
            return await RunAsync(options, document, observer, events, time, work, cancellationToken);
        }
        catch (Exception error)
        {
            events.Failed(error);
            throw;
        }
    }

    private static async Task<T> RunAsync<T>(
        MigrationOptions options, MappingDocument? named, IRunObserver observer, RunEvents events, TimeProvider time,
        Func<MigrationSession, Task<T>> work, CancellationToken cancellationToken)
    {
        return await AwsCall.RunAsync(options.Connection, options.TableName, async client =>
        {
            var source = await SessionTable.ReadAsync(client, options.TableName, cancellationToken);
            using var other = SessionTable.ConnectTarget(options);
            var target = other is null ? source : await SessionTable.ReadTargetAsync(other, options.TargetTableName!, source, cancellationToken);
            var table = source.Table;
            var document = named ?? CopyMapping.For(table);
            MappingFit.RequireKey(document, table);
            MappingFit.RequireTargetKey(document, target.Table);
            DdbNamespace? ns = null;
            var values = MappingVariables.Read(options.Variables);
            if (document.Variables.ContainsKey(MappingVariables.NamespaceId))
            {
                // Whoever reads the copies looks the namespace up beside them.
                NamespaceRegistry.RequireKey(target.Table);
                ns = await AwsErrors.NamingAsync(target.Table.Name, target.Client, () =>
                    new NamespaceRegistry(target.Client, target.Table.Name, time).ResolveAsync(options.Namespace, options.NamespaceId, cancellationToken));
                values[MappingVariables.NamespaceId] = ns.NamespaceId;
            }

            var mapping = document.Bind(values, transform: options.Transform);
            if (document.IsCopy && ReferenceEquals(source, target))
                throw TableMigration.TargetIsSource(table.Name);
            if (ReferenceEquals(source, target))
                MappingFit.RequireChanges(mapping, table);
            MappingFit.RequireTypes(mapping, target.Table);
            if (options.RequiresIndexes)
                MappingFit.RequireIndexes(mapping, target.Table);
            var expiry = await Expiry.ReadAsync(client, table.Name, options.SkipExpired, time, cancellationToken);
            var session = new MigrationSession(options, source, target, mapping, ns, expiry, observer, events, time);
            var where = session.IsOneTable ? $"table {table.Name}" : $"from table {table.Name} to table {target.Table.Name}";
            observer.OnVerbose($"Run {session.RunId}: {where}, mapping {mapping.Name}, {(ns is null ? "no namespace" : $"namespace {ns.Name} ({ns.NamespaceId})")}, "
                + FormattableString.Invariant($"{session.Layout.TotalSegments} segments, {session.Layout.Scanners} scanning and {session.Layout.Writers} writing tasks."));
            observer.OnVerbose($"Limits: {session.Rate.Own}.");
            return await work(session);
        }, cancellationToken);
    }

    /// <param name="phase">What is being done.</param>
    /// <param name="counters">Where it is counted.</param>
    /// <param name="items">How many items are to be read; null for those of the source table.</param>
    public RunSnapshot Snapshot(string phase, RunCounters counters, long? items = null) => new(
        phase, counters[RunCount.Scanned], items ?? Table.ItemCount, counters[RunCount.Candidates], counters.Done, counters.Troubled,
        Meter.Read.Consumed, Meter.Write.Consumed, Sum(static counters => counters.Throttled), Elapsed, Rate.Status);

    /// <summary>Says why a mapped item cannot be written, or null.</summary>
    public string? FindProblem(in Item source, in Item mapped)
    {
        if (targetFit?.FindProblem(mapped) is { } unfit)
            return unfit;
        if (!IsOneTable)
            return limits.FindProblem(mapped);
        // It would be taken for its own copy, and deleted.
        if (InPlace is null && Table.Key.IsSame(source, mapped))
            return "the mapping leaves its key as it is, and a migration moves items to new keys";
        // It would be mapped again and again, by this very scan.
        if (Mapping.FindRule(mapped) is { } again)
            return $"the mapping's rule '{again.Name}' matches the new item too, so it would never be done. Let the rule match old items only";
        return limits.FindProblem(mapped);
    }

    /// <summary>Whether an item that no rule maps stays behind by oversight: whoever gives up the source of another table loses it, and no rule says that it may.</summary>
    public bool IsOverlooked(in Item item) => !IsOneTable && !Mapping.Leaves(item) && !Expiry.HasPassed(item);

    /// <summary>The namespace IDs that the registry knows, whatever their status, and the reserved one.</summary>
    public async Task<IReadOnlySet<string>> KnownNamespaceIdsAsync(CancellationToken cancellationToken)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal) { NamespaceNames.Reserved };
        if (Namespace is not null)
        {
            var registry = new NamespaceRegistry(targetClient, Target.Table.Name, Time);
            foreach (var ns in await AwsErrors.NamingAsync(Target.Table.Name, targetClient, () => registry.ListAsync(all: true, cancellationToken)))
                ids.Add(ns.NamespaceId);
        }

        return ids;
    }

    /// <summary>Whether a copy stands in another table beside the run's namespace, such as in a record that all tenants of a shared table have in common.</summary>
    public bool IsShared(in Item copy) =>
        !IsOneTable && Namespace is not null && copy.TryGetValue(Target.Table.Key.PartitionKey.Utf8Name, out var key) && !key.RawText.StartsWith(ownPrefix);

    /// <summary>Turns what ended the run into an error that a user can act on.</summary>
    public Exception Translate(Exception error) => AwsErrors.Translate(error, Table.Name, endpoint);

    private long Sum(Func<RequestCounters, long> count) => count(client.Counters) + (IsOneTable ? 0 : count(targetClient.Counters));

    /// <summary>How a table of the run is scanned, by that table's size.</summary>
    public ScanLayout LayoutOf(ItemCalls scanned) => ReferenceEquals(scanned, Calls) ? Layout : targetLayout;

    /// <summary>The progress of a scan of a table that keeps no checkpoint.</summary>
    public ScanProgress NewScan(string operation, ItemCalls scanned) => new(LayoutOf(scanned).TotalSegments, Mapping.Families.IsKnown, null) { WhenPageDone = Events.PageDone(operation) };

    public DdbMigrationResult ToResult(DdbMigrationOutcome outcome, RunCheckpoint checkpoint)
    {
        var used = checkpoint.Before + Used;
        var rate = Rate.Status;
        var estimatedUnits = Counters[RunCount.EstimatedWriteUnits];
        return new DdbMigrationResult
        {
            RunId = checkpoint.RunId,
            TableName = Table.Name,
            TargetTableName = Target.Table.Name,
            Namespace = Namespace?.Name,
            NamespaceId = Namespace?.NamespaceId,
            Mapping = Options.Mapping,
            Variable = Options.Variables,
            Outcome = outcome,
            IsResumed = checkpoint.Resumed is not null,
            Scanned = Counters[RunCount.Scanned],
            Candidates = Counters[RunCount.Candidates],
            Written = Counters[RunCount.Written],
            ToWrite = Counters[RunCount.ToWrite],
            AlreadyMigrated = Counters[RunCount.AlreadyMigrated],
            Conflicts = Counters[RunCount.Conflicts],
            Failed = Counters[RunCount.Failed],
            Skipped = Counters[RunCount.Skipped],
            Deleted = Counters[RunCount.Deleted],
            Kept = Counters[RunCount.Kept],
            ToDelete = Counters[RunCount.ToDelete],
            Families = Counters.Families,
            UnknownFamilies = Counters.UnknownFamilies,
            Reports = Counters.Reports,
            ReadUnits = used.ReadUnits,
            WriteUnits = used.WriteUnits,
            SavedWriteUnits = Counters[RunCount.SavedWriteUnits],
            EstimatedWriteUnits = estimatedUnits,
            EstimatedCost = OnDemandPrices.UsEast1.CostOf(used.ReadUnits, Options.DryRun ? estimatedUnits : used.WriteUnits),
            Requests = used.Requests,
            Retries = used.Retries,
            Throttled = used.Throttled,
            Concurrency = rate.Concurrency,
            LimitedBy = rate.LimitedBy,
            StartedAt = checkpoint.StartedAt,
            Elapsed = checkpoint.Elapsed,
            CheckpointPath = checkpoint.Path,
        };
    }
}
