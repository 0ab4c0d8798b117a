using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.InPlace;

/// <summary>Counts the items on scanned pages that are as the rules make them, and enters the others, to be looked at again.</summary>
internal sealed class InPlaceVerificationHandler(MigrationSession session, InPlaceMapping mapping, CopyLedger ledger, VerificationCounters found) : IPageHandler
{
    private readonly CanonicalItem canonical = new();
    private readonly RepetitionCheck check = new();
    private readonly ItemBlock scratch = new();

    public ValueTask OnPageAsync(ScanPage page, PageProgress progress, CancellationToken cancellationToken)
    {
        session.Counters.Count(RunCount.Scanned, progress, page.ScannedCount);
        foreach (var item in page.Items)
        {
            scratch.Clear();
            if (mapping.FindRule(item) is { } rule)
                EnterMatched(item, rule, progress);
            else
                CheckDone(item, progress);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask OnEndAsync(CancellationToken cancellationToken)
    {
        scratch.Dispose();
        return ValueTask.CompletedTask;
    }

    private void EnterMatched(in Item item, InPlaceRule rule, PageProgress progress)
    {
        session.Counters.CountCandidate(session.Mapping.Families.Read(item), progress);
        if (session.Expiry.HasPassed(item))
        {
            session.Counters.Count(RunCount.Skipped, progress);
        }
        else if (!rule.Rule.TryMap(item, scratch, out var mapped, out var problem) || (problem = session.FindProblem(item, mapped)) is not null)
        {
            session.Counters.Count(RunCount.Unmappable, progress);
            found.Report(new(session.Table.Name, session.Table.Key.Describe(item), null, DdbDifferenceKind.Unmappable, [problem ?? ""]), progress);
        }
        else
        {
            Enter(item);
        }
    }

    private void CheckDone(in Item item, PageProgress progress)
    {
        foreach (var rule in mapping.Rules)
        {
            if (!rule.TellsItsItems || !rule.IsFor(item))
                continue;
            if (check.FindWrong(rule, item).Count > 0)
                Enter(item);
            else
                session.Counters.Count(RunCount.AlreadyMigrated, progress);
            return;
        }
    }

    private void Enter(in Item item) => ledger.AddOld(session.Table.Key.Digest(item, canonical), default, session.Table.Key.Extract(item, scratch).Json);
}
