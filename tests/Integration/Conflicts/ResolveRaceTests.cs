using DynamoNamespace.Engine.Conflicts;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Conflicts;

/// <summary>An item that a client changes between the read and the write stays as the client left it.</summary>
public sealed class ResolveRaceTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    public static TheoryData<string, string?> Changes => new()
    {
        { "name", """{"S":"changed"}""" },
        { "name", null },
        { "never_seen_before", """{"S":"added"}""" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task ACopyThatChangesAtTheMomentOfTheWriteIsNotOverwritten(string attribute, string? value)
    {
        var (old, copy) = ConflictTable.Pair();
        await using var table = await ConflictTable.WithConflictsAsync(engine, old, copy);
        var changed = copy.With(attribute, value is null ? null : ItemJson.Value(value));

        await AssertChangedAsync(table, DdbConflictSide.Source, table.Before(IsPut, () => table.PutAsync(changed)));

        ItemAssert.Equal(changed, await table.GetCopyAsync(old));
        ItemAssert.Equal(old, await table.GetAsync(old));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task AnOldItemThatChangesAtTheMomentOfTheWriteIsNotOverwritten(string attribute, string? value)
    {
        var (old, copy) = ConflictTable.Pair();
        await using var table = await ConflictTable.WithConflictsAsync(engine, old, copy);
        var changed = old.With(attribute, value is null ? null : ItemJson.Value(value));

        await AssertChangedAsync(table, DdbConflictSide.Target, table.Before(IsPut, () => table.PutAsync(changed)));

        ItemAssert.Equal(changed, await table.GetAsync(old));
        ItemAssert.Equal(copy, await table.GetCopyAsync(old));
    }

    [Fact]
    public async Task AnItemThatComesToTheFreePlaceIsNotOverwritten()
    {
        var (old, copy) = ConflictTable.Pair();
        await using var table = await ConflictTable.WithConflictsAsync(engine, old, copy);
        await table.Raw.DeleteAsync(table.Name, copy.Text("PK"), copy.Text("SK"));

        await AssertChangedAsync(table, DdbConflictSide.Source, table.Before(IsPut, () => table.PutAsync(copy)));

        ItemAssert.Equal(copy, await table.GetCopyAsync(old));
    }

    [Fact]
    public async Task ACopyThatChangesAtTheMomentOfItsDeleteStays()
    {
        var (old, copy) = ConflictTable.Pair();
        await using var table = await ConflictTable.WithConflictsAsync(engine, old, copy);
        await table.Raw.DeleteAsync(table.Name, old.Text("PK"), old.Text("SK"));
        var changed = copy.With("never_seen_before", ItemJson.N(1));

        await AssertChangedAsync(table, DdbConflictSide.Source, table.Before(request => request.Operation == "DeleteItem", () => table.PutAsync(changed)));

        ItemAssert.Equal(changed, await table.GetCopyAsync(old));
    }

    [Fact]
    public async Task AWriteWhoseAnswerIsLostIsFoundDone()
    {
        var (old, copy) = ConflictTable.Pair();
        await using var table = await ConflictTable.WithConflictsAsync(engine, old, copy);
        var lost = 0;
        table.Proxy.Hook = request => ValueTask.FromResult(
            request.Operation == "PutItem" && Interlocked.Exchange(ref lost, 1) == 0 ? ProxyAction.CutAfterForward : ProxyAction.Forward);

        var audience = await table.ResolveAsync(DdbConflictSide.Source);

        Assert.Equal(1, lost);
        Assert.Equal(DdbResolutionOutcome.Resolved, Assert.Single(audience.Resolutions).Outcome);
        ItemAssert.Equal(ExpectedTable.CopyOf(old, MigratingTable.NamespaceId), await table.GetCopyAsync(old));
    }

    private static bool IsPut(ProxiedRequest request) => request.Operation == "PutItem";

    private static async Task AssertChangedAsync(MigratingTable table, DdbConflictSide use, Intervention moment)
    {
        var audience = await table.ResolveAsync(use);

        Assert.True(moment.Happened);
        Assert.Empty(audience.Resolutions);
        var error = Assert.Single(audience.Errors);
        Assert.Equal("ConflictChanged", error.ErrorId);
        Assert.Contains("Run the same command again", error.Message, StringComparison.Ordinal);
        Assert.Single(table.Conflicts());
    }
}
