using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Plans;

/// <summary>Tests a plan: its documents, and, in one pass over the table that writes nothing, what it would do with the items.</summary>
public static class PlanTest
{
    /// <summary>Errors that say that the plan does not fit the table. Any other one says that the table could not be read.</summary>
    private static readonly string[] UnfitIds =
        ["WrongKeySchema", "WrongKeyType", "RuleChangesNothing", "MappingMixed", "NamespaceNotRegistered", "NamespaceNotActive", "WrongTargetKeySchema", "TargetTableNotFound"];

    /// <summary>Runs all checks.</summary>
    /// <param name="options">The plan.</param>
    /// <param name="onSample">Hears the first items of each rule and what it makes of them, from any thread; null if only the checks are wanted.</param>
    /// <param name="observer">Hears progress.</param>
    /// <param name="cancellationToken">Stops the test.</param>
    /// <exception cref="DdbException">The table cannot be read.</exception>
    public static async Task<IReadOnlyList<DdbMigrationCheck>> RunAsync(
        PlanTestOptions options, Action<DdbPlanSample>? onSample, IRunObserver observer, CancellationToken cancellationToken)
    {
        var documents = PlanDocumentChecks.Of(options.Plan, options.Migration).ToList();
        var (findings, ns) = options.Offline ? ([], null) : await TestTableAsync(options, documents, onSample, observer, cancellationToken);
        return [.. documents.Concat(findings).Select(finding => finding.Of(options.Migration.TableName, ns?.Name, ns?.Id))];
    }

    private static async Task<(IReadOnlyList<CheckFinding> Findings, (string? Name, string Id)? Namespace)> TestTableAsync(
        PlanTestOptions options, List<CheckFinding> documents, Action<DdbPlanSample>? onSample, IRunObserver observer, CancellationToken cancellationToken)
    {
        if (documents.Exists(finding => finding.Status == DdbCheckStatus.Fail))
            return ([NotRun("the documents have to be right first")], null);
        try
        {
            // What the table lacks is to be a check's answer, and not the end.
            return await MigrationSession.RunAsync(options.Migration with { RequiresIndexes = false }, observer, TimeProvider.System, async session =>
            {
                var found = await ReadAsync(session, options.Samples, onSample, cancellationToken);
                return (new PlanTableChecks(session, found).Checks().ToList(), session.Namespace is { } ns ? (ns.Name, ns.NamespaceId) : ((string?, string)?)null);
            }, cancellationToken);
        }
        catch (DdbException error) when (UnfitIds.Contains(error.ErrorId, StringComparer.Ordinal))
        {
            return ([new("TableFits", DdbCheckStatus.Fail, $"a table with the key {options.Plan.Document.Key}", error.ErrorId, error.Message), NotRun("the table has to fit first")], null);
        }
    }

    private static async Task<PlanFindings> ReadAsync(MigrationSession session, int samples, Action<DdbPlanSample>? onSample, CancellationToken cancellationToken)
    {
        session.Events.Started(session, "TestPlan");
        var found = new PlanFindings(session.Mapping);
        using var ledger = new CopyLedger(session.Table.ItemCount);
        var sink = new SampleSink(session, samples, onSample);
        await RunProgress.WithAsync(session, "Test of the plan", session.Counters, () =>
            new ParallelScan(session.Calls, session.Layout.ForReading(), session.NewScan("TestPlan", session.Calls)).RunAsync(
                () => new PlanTestHandler(session, found, ledger, sink), cancellationToken));
        Compare(session, found, ledger, cancellationToken);
        session.Events.Ended(DdbMigrationOutcome.Completed);
        return found;
    }

    private static void Compare(MigrationSession session, PlanFindings found, CopyLedger ledger, CancellationToken cancellationToken)
    {
        foreach (var (first, other) in ledger.SharedTargets())
        {
            cancellationToken.ThrowIfCancellationRequested();
            found.Colliding.Add(() => $"{Describe(session, first)} and {Describe(session, other)}");
        }

        foreach (var (source, isEqual) in ledger.PresentTargets())
        {
            cancellationToken.ThrowIfCancellationRequested();
            (isEqual ? found.Done : found.Taken).Add(() => $"the one of {Describe(session, source)}");
        }
    }

    private static string Describe(MigrationSession session, byte[] key)
    {
        using var scratch = new ItemBlock(512, 8);
        return session.Table.Key.Describe(ItemReader.Parse(key, scratch));
    }

    private static CheckFinding NotRun(string why) => new("ItemsTested", DdbCheckStatus.NotRun, "every item mapped", $"not tested: {why}");
}
