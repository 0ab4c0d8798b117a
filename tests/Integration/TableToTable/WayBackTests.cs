using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using Xunit;

namespace DynamoNamespace.Tests.Integration.TableToTable;

/// <summary>A migration the other way right after an undo must not take what the undo removed for deletes by a client.</summary>
public sealed class WayBackTests(TwoEngines engines) : IClassFixture<TwoEngines>
{
    [Fact]
    public async Task ACatchUpTheOtherWayDoesNotCarryWhatAnUndoRemoved()
    {
        var items = ItemJson.Plain(30).ToList();
        await using var tables = await TwoTables.CreateAsync(engines, items);
        await tables.Target.EnableStreamAsync();
        // The user's own place for checkpoints: there the next run finds the undo.
        MigrationOptions OwnPlace(MigrationOptions options) => options with { CheckpointPath = null };
        Assert.Null((await tables.CopyAsync(OwnPlace)).Error);
        Assert.Null((await tables.DeleteAsync(OwnPlace)).Error);
        Assert.Null((await tables.UndoAsync(OwnPlace)).Error);
        await tables.Source.AssertHoldsAsync(items);

        var back = await tables.CopyAsync(options => OwnPlace(options) with
        {
            TableName = options.TargetTableName!,
            TargetTableName = options.TableName,
            AllowNonEmptyTarget = true,
            CatchUp = true,
            IdleTime = TimeSpan.FromSeconds(1),
        });

        Assert.Null(back.Error);
        Assert.Contains(tables.Observer.Warnings, warning => warning.Contains("An undo has just removed copies from table", StringComparison.Ordinal));
        Assert.Equal(0, back.Result.CatchUp!.Deleted);
        await tables.Source.AssertHoldsAsync(items);
    }
}
