using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Measurement;

/// <summary>Maps the candidates of scanned pages and adds up what writing and deleting them takes.</summary>
internal sealed class MeasureHandler(MigrationSession session, MeasureTotals totals) : IPageHandler
{
    private readonly ItemBlock scratch = new();

    public ValueTask OnPageAsync(ScanPage page, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref session.Counters.Scanned, page.Items.Count);
        foreach (var item in page.Items)
        {
            if (session.Mapping.FindRule(item) is not { } rule)
                continue;
            var family = session.Mapping.Families.Read(item);
            session.Counters.CountCandidate(family);
            scratch.Clear();
            if (rule.TryMap(item, scratch, out var mapped, out _) && session.FindProblem(item, mapped) is null)
                totals.Add(family, item, mapped);
            else
                Interlocked.Increment(ref session.Counters.Failed);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask OnEndAsync(CancellationToken cancellationToken)
    {
        scratch.Dispose();
        return ValueTask.CompletedTask;
    }
}
