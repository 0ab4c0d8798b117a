using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Unit.Mappings;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Migration;

public sealed class RunCountersTests
{
    private readonly RunCounters counters = new(MappingText.ShippedFor("ns").Families);

    [Fact]
    public void FamiliesAreCountedAndTheUnknownOnesNamed()
    {
        foreach (var family in new[] { "ENTITY#", "WIDGET#", "ENTITY#", "(none)", "AUDIT#" })
            counters.CountCandidate(family, NewPage());
        Assert.Equal(
            [new("(none)", false, 1), new("AUDIT#", true, 1), new("ENTITY#", true, 2), new("WIDGET#", false, 1)], counters.Families.ToList());
        Assert.Equal(["(none)", "WIDGET#"], counters.UnknownFamilies.ToList());
        Assert.Equal(5, counters[RunCount.Candidates]);
    }

    [Fact]
    public void SoManyFamiliesAsThereAreItemsTakeNoMoreMemory()
    {
        Parallel.For(0, 20_000, number => counters.CountCandidate($"user-{number}#", NewPage()));
        Assert.InRange(counters.Families.Count, 2, 110);
        Assert.Equal(20_000, counters.Families.Sum(family => family.Candidates));
        Assert.Contains(counters.Families, family => family.Family == NameCounts.Other && family.Candidates >= 19_890);
        Assert.Equal(20_000, counters[RunCount.Candidates]);
    }

    [Fact]
    public void AKnownFamilyIsCountedUnderItsNameHoweverManyUnknownOnesCameBefore()
    {
        for (var number = 0; number < 200; number++)
            counters.CountCandidate($"user-{number}#", NewPage());
        counters.CountCandidate("ENTITY#", NewPage());
        counters.CountCandidate("ENTITY#", NewPage());
        Assert.Contains(new DdbFamilyCount("ENTITY#", true, 2), counters.Families);
    }

    [Fact]
    public void EachReportIsCountedByItsReason()
    {
        Report(DdbItemReason.Conflict, 3);
        Report(DdbItemReason.Failed, 2);
        Report(DdbItemReason.Kept, 1);
        Assert.Equal((3, 2, 1, 6), (counters[RunCount.Conflicts], counters[RunCount.Failed], counters[RunCount.Kept], counters.Troubled));
        Assert.Equal(6, counters.Reports.Count);
        Assert.Equal("Conflict: Conflict0: why", counters.Reports[0].ToString());
    }

    [Fact]
    public void TheFirstHundredReportsAreKeptAndAllAreCounted()
    {
        Report(DdbItemReason.Kept, 5000);
        Assert.Equal(5000, counters[RunCount.Kept]);
        Assert.Equal(100, counters.Reports.Count);
        Assert.Equal(["Kept0", "Kept99"], [counters.Reports[0].SourceKey, counters.Reports[99].SourceKey]);
    }

    [Fact]
    public void ReportsFromManyThreadsStayFew()
    {
        Parallel.For(0, 20_000, number => counters.Report(new(DdbItemReason.Failed, $"{number}", null, [], "why"), null));
        Assert.Equal(20_000, counters[RunCount.Failed]);
        Assert.InRange(counters.Reports.Count, 100, 200);
    }

    [Fact]
    public void ADeleteAfterACopyAddsWhatItDidAndNotWhatItRead()
    {
        counters.Count(RunCount.Scanned, null, 10);
        counters.Count(RunCount.Written, null, 6);
        counters.CountCandidate("ENTITY#", NewPage());
        var delete = new RunCounters(MappingText.ShippedFor("ns").Families);
        delete.Count(RunCount.Scanned, null, 20);
        delete.Count(RunCount.Deleted, null, 5);
        delete.CountCandidate("ENTITY#", NewPage());
        delete.Report(new(DdbItemReason.Kept, "k", null, [], "why"), null);
        delete.Report(new(DdbItemReason.Failed, "f", null, [], "why"), null);
        counters.AddDelete(delete);
        Assert.Equal((10, 1, 6, 5, 1, 1), (counters[RunCount.Scanned], counters[RunCount.Candidates], counters[RunCount.Written], counters[RunCount.Deleted], counters[RunCount.Kept], counters[RunCount.Failed]));
        Assert.Equal(["k", "f"], counters.Reports.Select(report => report.SourceKey).ToList());
        Assert.Equal(6 + 5, counters.Done);
    }

    [Fact]
    public void WhatIsDoneIsWrittenDeletedFoundOrPlanned()
    {
        counters.Count(RunCount.Written, null, 1);
        counters.Count(RunCount.ToWrite, null, 10);
        counters.Count(RunCount.AlreadyMigrated, null, 100);
        counters.Count(RunCount.Deleted, null, 1000);
        counters.Count(RunCount.ToDelete, null, 10_000);
        Assert.Equal(11_111, counters.Done);
        Assert.Equal(0, counters.Troubled);
    }

    private void Report(DdbItemReason reason, int times)
    {
        for (var number = 0; number < times; number++)
            counters.Report(new(reason, $"{reason}{number}", null, [], "why"), null);
    }

    private static PageProgress NewPage() => new(null, static () => { });
}
