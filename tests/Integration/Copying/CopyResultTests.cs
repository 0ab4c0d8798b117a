using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Copying;

/// <summary>What a result says is what happened.</summary>
public sealed class CopyResultTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Fact]
    public async Task ARunNamesItselfAndWhatItWorkedOn()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(30));
        var earliest = DateTimeOffset.UtcNow;

        var first = (await table.CopyAsync()).Result;
        var second = (await table.CopyAsync()).Result;

        Assert.Equal((table.Name, table.Name, "default", MigratingTable.NamespaceId, "zae-limiter-0.10"),
            (first.TableName, first.TargetTableName, first.Namespace, first.NamespaceId, first.Mapping));
        Assert.NotEmpty(first.RunId);
        Assert.False(string.Equals(first.RunId, second.RunId, StringComparison.Ordinal));
        Assert.InRange(first.StartedAt, earliest, DateTimeOffset.UtcNow);
        Assert.Equal(TimeSpan.Zero, first.StartedAt.Offset);
        Assert.True(first.Elapsed > TimeSpan.Zero && first.ItemsPerSecond > 0);
    }

    [Fact]
    public async Task EveryFamilyIsCountedAndUnknownOnesAreNamed()
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(600, 5, includePrefixed: true));
        var expected = (await table.ContentsAsync()).Keys.Where(key => ExpectedTable.IsUnprefixed(key.Pk))
            .GroupBy(key => key.Pk.Contains('#', StringComparison.Ordinal) ? key.Pk[..(key.Pk.IndexOf('#', StringComparison.Ordinal) + 1)] : "(none)", StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => (long)group.Count(), StringComparer.Ordinal);
        string[] known = ["ENTITY#", "SYSTEM#", "RESOURCE#", "AUDIT#"];
        Assert.Superset(new HashSet<string>([.. known, "WIDGET#", "entity#", "(none)", "#"], StringComparer.Ordinal), expected.Keys.ToHashSet(StringComparer.Ordinal));

        var result = (await table.CopyAsync()).Result;

        Assert.Equal(expected, result.Families.ToDictionary(family => family.Family, family => family.Candidates, StringComparer.Ordinal));
        Assert.All(result.Families, family => Assert.Equal(known.Contains(family.Family, StringComparer.Ordinal), family.IsKnown));
        Assert.Equal(expected.Keys.Except(known, StringComparer.Ordinal).Order(StringComparer.Ordinal), result.UnknownFamilies.Order(StringComparer.Ordinal));
        var warning = Assert.Single(table.Observer.Warnings);
        Assert.All(result.UnknownFamilies, family => Assert.Contains(family, warning, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ATableOfKnownFamiliesGivesNoWarning()
    {
        await using var table = await MigratingTable.CreateAsync(engine, FixtureTable.Items().Take(200));
        Assert.Empty((await table.CopyAllAsync()).UnknownFamilies);
        Assert.Empty(table.Observer.Warnings);
    }

    [Fact]
    public async Task ASecondCopyWritesNothing()
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(1000, 11, includePrefixed: true));
        var first = await table.CopyAllAsync();
        var copied = await table.ContentsAsync();
        table.Proxy.Log.Clear();

        var second = await table.CopyAllAsync();

        Assert.Equal(first.Candidates, second.Candidates);
        Assert.Equal((0L, second.Candidates), (second.Written, second.AlreadyMigrated));
        Assert.Equal(0, second.WriteUnits);
        Assert.Equal(0, first.SavedWriteUnits);
        Assert.True(second.SavedWriteUnits >= second.Candidates, $"{second.SavedWriteUnits} units for {second.Candidates} items");
        Assert.Equal(0, table.WriteCalls);
        await table.AssertHoldsAsync(copied);
    }

    [Fact]
    public async Task WhatIsMissingOfAnEarlierCopyIsAdded()
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(500, 11));
        await table.CopyAllAsync();
        var complete = await table.ContentsAsync();
        var copies = complete.Keys.Where(key => key.Pk.StartsWith(MigratingTable.NamespaceId + "/", StringComparison.Ordinal)).ToList();
        foreach (var (pk, sk) in copies.Where((_, index) => index % 3 == 0))
            await table.Raw.DeleteAsync(table.Name, pk, sk);

        var result = await table.CopyAllAsync();

        Assert.Equal((copies.Count + 2) / 3, result.Written);
        Assert.Equal(result.Candidates, result.Written + result.AlreadyMigrated);
        await table.AssertHoldsAsync(complete);
    }

    [Fact]
    public async Task RequestsAreCountedAndFew()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(5000));

        var result = await table.CopyAllAsync();

        Assert.Equal(table.Proxy.Log.Total, result.Requests);
        Assert.Equal((0L, 0L), (result.Retries, result.Throttled));
        Assert.True(result.Requests <= result.Written * 0.05, $"{result.Requests} requests for {result.Written} items.");
    }

    [Fact]
    public async Task TheLastProgressTellsTheWholeRun()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(120));

        var result = await table.CopyAllAsync();

        var last = table.Observer.Snapshots[^1];
        Assert.Equal(("Copy", result.Scanned, result.Candidates, result.Written, 0L), (last.Phase, last.Scanned, last.Candidates, last.Done, last.Troubled));
        Assert.Equal((result.ReadUnits, result.WriteUnits), (last.ReadUnits, last.WriteUnits));
    }
}
