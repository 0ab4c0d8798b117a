using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Conflicts;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Conflicts;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support.Comparison;
using Xunit;

namespace DynamoNamespace.Tests.Integration.TableToTable;

/// <summary>A conflict between an old item in one table and an item in another is listed and resolved either way.</summary>
public sealed class ConflictTests(TwoEngines engines) : IClassFixture<TwoEngines>
{
    private const string ByVersion = """
        { "format": "dynamonamespace/mapping/1", "name": "by-version", "key": { "partitionKey": { "name": "PK" }, "sortKey": { "name": "SK" } },
          "rules": [ { "name": "every item", "match": { "PK": { "exists": true } }, "versionClocks": [ { "attribute": "version", "type": "N" } ] } ] }
        """;

    [Theory]
    [InlineData(DdbConflictSide.Source, false)]
    [InlineData(DdbConflictSide.Source, true)]
    [InlineData(DdbConflictSide.Target, false)]
    [InlineData(DdbConflictSide.Target, true)]
    public async Task TheSideThatIsChosenStandsInBothTables(DdbConflictSide use, bool apart)
    {
        var (old, theirs) = Pair();
        await using var tables = await WithConflictAsync(old, theirs, apart);

        var conflict = Assert.Single(Conflicts(tables));
        Assert.Equal((tables.Source.Name, tables.Target.Name, old.KeyText(), theirs.KeyText()), (conflict.TableName, conflict.TargetTableName, conflict.SourceKey, conflict.TargetKey));
        var audience = await ResolveAsync(tables, use);

        Assert.Equal((DdbResolutionOutcome.Resolved, use), Assert.Single(audience.Resolutions) is var resolution ? (resolution.Outcome, resolution.Used) : default);
        Assert.Contains($"Table '{tables.Source.Name}' and its target table '{tables.Target.Name}'", Assert.Single(audience.Asked), StringComparison.Ordinal);
        var right = use == DdbConflictSide.Source ? old : theirs;
        ItemAssert.Equal(right, await tables.Source.GetAsync(old));
        ItemAssert.Equal(right, await tables.Target.GetAsync(old));
        Assert.Empty(Conflicts(tables));
        Assert.Null((await tables.CopyAsync()).Error);
        Assert.Null((await tables.DeleteAsync()).Error);
        ItemAssert.Equal(right, await tables.Target.GetAsync(old));
    }

    [Fact]
    public async Task TheNewerOneByItsClockStands()
    {
        await using var mapping = await MappingFile.CreateAsync(ByVersion);
        var (old, theirs) = Pair();
        await using var tables = await WithConflictAsync(old.With("version", ItemJson.N(9)), theirs.With("version", ItemJson.N(8)), apart: true, mapping.Path);

        var audience = await ResolveAsync(tables, DdbConflictSide.Newer);

        Assert.Equal(DdbConflictSide.Source, Assert.Single(audience.Resolutions).Used);
        ItemAssert.Equal(old.With("version", ItemJson.N(9)), await tables.Target.GetAsync(old));

        // One that is newer there is no conflict at all.
        await tables.Target.PutAsync(theirs.With("version", ItemJson.N(10)));
        Assert.Equal(1, (await tables.CopyAllAsync()).AlreadyMigrated);
    }

    [Fact]
    public async Task ADryRunWritesToNeither()
    {
        var (old, theirs) = Pair();
        await using var tables = await WithConflictAsync(old, theirs, apart: false);
        tables.Source.Proxy.Log.Clear();
        tables.Target.Proxy.Log.Clear();

        var audience = await ResolveAsync(tables, DdbConflictSide.Source, o => o with { DryRun = true });

        Assert.Equal(DdbResolutionOutcome.Planned, Assert.Single(audience.Resolutions).Outcome);
        Assert.Equal((0, 0), (tables.Source.WriteCalls, tables.Target.WriteCalls));
        Assert.Single(Conflicts(tables));
    }

    [Theory]
    [InlineData(DdbConflictSide.Source)]
    [InlineData(DdbConflictSide.Target)]
    public async Task AnItemThatIsChangedMeanwhileIsNotOverwritten(DdbConflictSide use)
    {
        var (old, theirs) = Pair();
        await using var tables = await WithConflictAsync(old, theirs, apart: true);
        var side = use == DdbConflictSide.Source ? tables.Target : tables.Source;
        var late = old.With("name", ItemJson.S("late"));
        var moment = new Intervention(request => request.Operation == "PutItem", () => side.PutAsync(late));
        side.Proxy.Hook = async request =>
        {
            await moment.MeetAsync(request);
            return Support.Proxy.ProxyAction.Forward;
        };

        var audience = await ResolveAsync(tables, use);

        Assert.True(moment.Happened);
        Assert.Equal("ConflictChanged", Assert.Single(audience.Errors).ErrorId);
        ItemAssert.Equal(late, await side.GetAsync(old));
    }

    [Fact]
    public async Task ResolvedInTheWrongPlaceItIsRefused()
    {
        var (old, theirs) = Pair();
        await using var tables = await WithConflictAsync(old, theirs, apart: true);
        // The target's endpoint is forgotten, so that the target would be the source itself.
        await tables.AssertRefusedAsync("TargetIsSource", () => ResolveAsync(tables, DdbConflictSide.Target, o => o with { TargetConnection = null }));
    }

    private static (JsonObject Old, JsonObject Theirs) Pair()
    {
        var old = ItemJson.Of("ENTITY#a", "#META", ("name", ItemJson.S("old")), ("only_old", ItemJson.N(1)));
        return (old, old.With("name", ItemJson.S("new")).With("only_old", null).With("only_new", ItemJson.N(2)));
    }

    private async Task<TwoTables> WithConflictAsync(JsonObject old, JsonObject theirs, bool apart, string? mapping = null)
    {
        var tables = await TwoTables.CreateAsync(engines, [old], apart, targetItems: [theirs]);
        tables.Mapping = mapping;
        Assert.Equal(1, (await tables.CopyAsync(o => o with { AllowNonEmptyTarget = true })).Result.Conflicts);
        return tables;
    }

    private static List<DdbMigrationConflict> Conflicts(TwoTables tables) =>
        [.. ConflictList.Read(new ConflictQuery { TableName = tables.Source.Name, CheckpointPath = tables.CheckpointPath }, static error => throw error)];

    private static async Task<RecordingAudience> ResolveAsync(TwoTables tables, DdbConflictSide use, Func<MigrationOptions, MigrationOptions>? with = null)
    {
        var audience = new RecordingAudience();
        await ConflictResolution.RunAsync(with?.Invoke(tables.Options) ?? tables.Options, Conflicts(tables), use, audience, tables.Observer, CancellationToken.None);
        return audience;
    }
}
