using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Measurement;

/// <summary>Maps the candidates of scanned pages and adds up what writing and deleting them takes.</summary>
internal sealed class MeasureHandler(MigrationSession session, MeasureTotals totals) : IPageHandler
{
    private readonly ItemBlock scratch = new();
    private readonly ItemComparison comparison = new();

    public ValueTask OnPageAsync(ScanPage page, PageProgress progress, CancellationToken cancellationToken)
    {
        session.Counters.Count(RunCount.Scanned, progress, page.ScannedCount);
        foreach (var item in page.Items)
        {
            if (session.Mapping.FindRule(item) is not { } rule)
            {
                if (session.IsOverlooked(item))
                    session.Counters.Count(RunCount.Failed, progress);
                continue;
            }

            var family = session.Mapping.Families.Read(item);
            session.Counters.CountCandidate(family, progress);
            if (session.Expiry.HasPassed(item))
            {
                session.Counters.Count(RunCount.Skipped, progress);
                continue;
            }

            scratch.Clear();
            if (rule.TryMap(item, scratch, out var mapped, out _) && session.FindProblem(item, mapped) is null)
                Add(family, item, mapped, rule);
            else
                session.Counters.Count(RunCount.Failed, progress);
        }

        return ValueTask.CompletedTask;
    }

    private void Add(string family, in Item item, in Item mapped, MappingRule rule)
    {
        if (session.InPlace is not { } inPlace)
            totals.Add(family, item, mapped);
        else if (inPlace.Of(rule).UpdateTo(item, mapped, comparison) is { } update)
            totals.AddUpdate(family, update, mapped);
    }

    public ValueTask OnEndAsync(CancellationToken cancellationToken)
    {
        scratch.Dispose();
        return ValueTask.CompletedTask;
    }
}
