using System.Text;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Verification;

/// <summary>Enters scanned items into the ledger and checks what a new item tells by itself.</summary>
/// <param name="session">The run.</param>
/// <param name="scanned">The table that is scanned: old and new items are told apart by the mapping in one table, and by the table in two.</param>
/// <param name="ledger">Where they are matched.</param>
/// <param name="found">What is found.</param>
/// <param name="knownIds">The namespace IDs of the registry.</param>
internal sealed class VerificationHandler(
    MigrationSession session, ItemCalls scanned, CopyLedger ledger, VerificationCounters found, IReadOnlySet<string> knownIds) : IPageHandler
{
    private readonly CanonicalItem canonical = new();
    private readonly ItemBlock scratch = new();
    private readonly byte[]? ownPrefix = session.Namespace is null ? null : Encoding.UTF8.GetBytes(session.Namespace.NamespaceId + "/");

    public ValueTask OnPageAsync(ScanPage page, PageProgress progress, CancellationToken cancellationToken)
    {
        session.Counters.Count(RunCount.Scanned, progress, page.ScannedCount);
        foreach (var item in page.Items)
        {
            scratch.Clear();
            if (scanned == session.Calls && session.Mapping.FindRule(item) is { } rule)
                EnterOld(item, rule, progress);
            else if (scanned == session.Target)
                EnterNew(item, progress);
            else if (session.IsOverlooked(item))
                EnterOverlooked(item);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask OnEndAsync(CancellationToken cancellationToken)
    {
        scratch.Dispose();
        return ValueTask.CompletedTask;
    }

    private void EnterOld(in Item item, MappingRule rule, PageProgress progress)
    {
        session.Counters.CountCandidate(session.Mapping.Families.Read(item), progress);
        if (session.Expiry.HasPassed(item))
        {
            session.Counters.Count(RunCount.Skipped, progress);
            return;
        }

        if (!rule.TryMap(item, scratch, out var mapped, out var problem) || (problem = session.FindProblem(item, mapped)) is not null)
        {
            session.Counters.Count(RunCount.Unmappable, progress);
            found.Report(new(session.Table.Name, session.Table.Key.Describe(item), null, DdbDifferenceKind.Unmappable, [problem ?? ""]), progress);
            return;
        }

        var content = canonical.Digest(mapped);
        var key = session.Target.Table.Key.Digest(mapped, canonical);
        ledger.AddOld(key, content, session.Table.Key.Extract(item, scratch).Json);
    }

    /// <summary>Only from table to table there are such, where a verification keeps no checkpoint to count them in.</summary>
    private void EnterOverlooked(in Item item)
    {
        Interlocked.Increment(ref found.Overlooked);
        found.Report(new(session.Table.Name, session.Table.Key.Describe(item), null, DdbDifferenceKind.Unmatched, []));
    }

    private void EnterNew(in Item item, PageProgress progress)
    {
        var rule = session.Mapping.FindTargetRule(item);
        var key = session.Target.Table.Key;
        item.TryGetValue(key.PartitionKey.Utf8Name, out var partitionKey);
        var isOwn = ownPrefix is null || partitionKey.RawText.StartsWith(ownPrefix);
        if (rule is not null || !session.Mapping.HasInverse)
        {
            var content = canonical.Digest(item);
            // What has no old item is told only where the tables tell it, and of what namespaces share nobody can say whose it is.
            ledger.AddNew(key.Digest(item, canonical), content, session.IsOneTable || !isOwn ? default : key.Extract(item, scratch).Json);
        }

        if (session.Namespace is null)
            return;
        if (isOwn)
            CheckOwnItem(item, rule, progress);
        else
            CheckNamespaceKnown(item, partitionKey.Text(), progress);
    }

    private void CheckOwnItem(in Item item, MappingRule? rule, PageProgress progress)
    {
        session.Counters.Count(RunCount.NamespaceItems, progress);
        if (rule is null || rule.FindWrong(item) is not { Count: > 0 } wrong)
            return;
        session.Counters.Count(RunCount.WrongKeys, progress);
        Report(new(session.Target.Table.Name, null, session.Target.Table.Key.Describe(item), DdbDifferenceKind.WrongNamespaceKeys, wrong), progress);
    }

    private void CheckNamespaceKnown(in Item item, string partitionKey, PageProgress progress)
    {
        var slash = partitionKey.IndexOf('/');
        if (slash < 0 || knownIds.Contains(partitionKey[..slash]))
            return;
        found.CountUnknownId(partitionKey[..slash], progress);
        Report(new(session.Target.Table.Name, null, session.Target.Table.Key.Describe(item), DdbDifferenceKind.UnknownNamespace, []), progress);
    }

    /// <summary>The scan of another table keeps no checkpoint, and so nothing takes its pages' records.</summary>
    private void Report(DdbMigrationDifference difference, PageProgress progress)
    {
        if (session.IsOneTable)
            found.Report(difference, progress);
        else
            found.Report(difference);
    }
}
