using System.Text;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Unit.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Checkpoints;

/// <summary>Whatever the order in which pages are settled, and wherever a run ends, the next one goes on so that nothing is skipped or counted twice.</summary>
public sealed class ScanProgressTests
{
    [Fact]
    public void ACopyThatIsKilledAnywhereVisitsEveryPageAndCountsEveryItemOnce() => Properties.ForAll(Properties.Seeds, seed =>
    {
        var table = new ScannedTable(new Random(seed), deletes: false);
        RunToTheEnd(table, new Random(seed), isStopped: false);
        AssertCounted(table, RunCount.Written);
    });

    [Fact]
    public void ADeleteThatIsStoppedAnywhereCountsEveryItemOnceThoughWhatIsDeletedIsNotReadAgain() => Properties.ForAll(Properties.Seeds, seed =>
    {
        var table = new ScannedTable(new Random(seed), deletes: true);
        RunToTheEnd(table, new Random(seed), isStopped: true);
        AssertCounted(table, RunCount.Deleted);
    });

    [Fact]
    public void ADeleteThatIsKilledAnywhereCountsNoItemTwice() => Properties.ForAll(Properties.Seeds, seed =>
    {
        var table = new ScannedTable(new Random(seed), deletes: true);
        RunToTheEnd(table, new Random(seed), isStopped: false);
        var counts = Tally.From(table.Saved!.Counts);
        var conflicts = table.CountItems(ScannedTable.IsConflict);
        Assert.Equal(table.Pages, table.Visited.Count);
        Assert.Equal(conflicts, counts[RunCount.Conflicts]);
        Assert.InRange(counts[RunCount.Deleted], 0, table.Items - conflicts);
        Assert.Equal(counts[RunCount.Scanned], counts[RunCount.Conflicts] + counts[RunCount.Deleted]);
    });

    [Fact]
    public void APageIsDoneOnlyWhenThoseBeforeItAre()
    {
        var scan = new ScanProgress(1, static _ => true, null);
        var segment = scan.TakeSegment()!;
        var first = segment.Begin("""{"PK":{"S":"1"}}"""u8.ToArray());
        var second = segment.Begin(null);
        first.Hold();
        first.Release();
        second.Release();
        Assert.False(scan.IsDone);
        Assert.Null(Assert.Single(scan.Take().State.Open).StartKey);
        first.Release();
        Assert.True(scan.IsDone);
        Assert.Empty(scan.Take().State.Open);
        Assert.Null(scan.TakeSegment());
    }

    [Fact]
    public void SegmentsUnderWayComeFirstAndGoOnAfterTheirKeys()
    {
        var scan = new ScanProgress(3, static _ => true, null);
        var first = scan.TakeSegment()!;
        scan.TakeSegment()!.Begin("""{"PK":{"S":"k"}}"""u8.ToArray()).Release();
        first.Begin(null).Release();

        var again = new ScanProgress(99, static _ => true, TestPlans.Checkpoint() with { Scan = scan.Take().State });
        Assert.Equal(3, again.TotalSegments);
        var resumed = again.TakeSegment()!;
        Assert.Equal((1, """{"PK":{"S":"k"}}"""), (resumed.Segment, Encoding.UTF8.GetString(resumed.StartKey!)));
        Assert.Equal(2, again.TakeSegment()!.Segment);
        Assert.Null(again.TakeSegment());
    }

    [Fact]
    public void RecordsAreHandedOutOnceAndOnlyOfPagesThatAreDone()
    {
        var scan = new ScanProgress(1, static _ => true, null);
        var segment = scan.TakeSegment()!;
        var page = segment.Begin("""{"PK":{"S":"1"}}"""u8.ToArray());
        page.AddRecord("record"u8.ToArray());
        Assert.Empty(scan.Take().Records);
        page.Release();
        Assert.Single(scan.Take().Records);
        Assert.Empty(scan.Take().Records);
    }

    [Fact]
    public void WhatAnUndoPutBackOnAPageThatIsNotDoneIsCounted()
    {
        var scan = new ScanProgress(1, static _ => true, null);
        var page = scan.TakeSegment()!.Begin(null);
        page.Hold();
        page.Tally.Add(RunCount.Restored);
        Assert.Equal(1, Tally.From(scan.Take().Counts)[RunCount.Restored]);
        page.Release();
        page.Release();
        Assert.Equal(1, Tally.From(scan.Take().Counts)[RunCount.Restored]);
    }

    private static void RunToTheEnd(ScannedTable table, Random random, bool isStopped)
    {
        for (var sitting = 1; !table.Sit(random.Next(1, 40 * sitting), isStopped); sitting++)
            Assert.True(sitting < 200, "The scan does not come to an end.");
    }

    private static void AssertCounted(ScannedTable table, RunCount outcome)
    {
        var counts = Tally.From(table.Saved!.Counts);
        var conflicts = table.CountItems(ScannedTable.IsConflict);
        Assert.Equal(table.Pages, table.Visited.Count);
        Assert.Equal((table.Items, table.Items), (counts[RunCount.Scanned], counts[RunCount.Candidates]));
        Assert.Equal((conflicts, table.Items - conflicts), (counts[RunCount.Conflicts], counts[outcome]));
        Assert.Equal(conflicts, table.Records.Count);
        Assert.Equal(conflicts, table.Records.Distinct(StringComparer.Ordinal).LongCount());
        var even = table.CountItems((segment, _, item) => ScannedTable.FamilyOf(segment, item) == "EVEN#");
        Assert.Equal((even, table.Items - even), (table.Saved.Families.GetValueOrDefault("EVEN#"), table.Saved.Families.GetValueOrDefault("ODD#")));
    }
}
