using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.RateControl;

/// <summary>A limit of capacity units, and in a few words what it is or comes from.</summary>
/// <param name="UnitsPerSecond">The limit; null for none.</param>
/// <param name="Text">Such as <c>100 a second</c> or <c>half of the table's provisioned 50</c>.</param>
internal sealed record UnitLimit(double? UnitsPerSecond, string Text)
{
    public static UnitLimit None { get; } = new(null, "no limit");

    public static UnitLimit Of(double unitsPerSecond) => new(unitsPerSecond, FormattableString.Invariant($"{unitsPerSecond:#,0.##} a second"));

    /// <summary>Half of the table's provisioned reads: a migration leaves the other half to the table's users.</summary>
    public static UnitLimit ForReads(TableDescriptor table) =>
        table.Provisioned is { } provisioned ? Half("the table", provisioned.ReadUnits) : None;

    /// <summary>
    /// Half of the provisioned writes of the table or of the global index that has the least: a put writes them all, and an index that
    /// cannot follow holds the table's writes back
    /// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes).
    /// </summary>
    public static UnitLimit ForWrites(TableDescriptor table)
    {
        if (table.Provisioned is not { } provisioned)
            return None;
        var (name, units) = ("the table", provisioned.WriteUnits);
        foreach (var index in table.Indexes)
        {
            if (index.Provisioned is { } own && own.WriteUnits < units)
                (name, units) = ($"index {index.Name}", own.WriteUnits);
        }

        return Half(name, units);
    }

    private static UnitLimit Half(string name, long units) => new(units / 2.0, FormattableString.Invariant($"half of {name}'s provisioned {units:N0}"));
}
