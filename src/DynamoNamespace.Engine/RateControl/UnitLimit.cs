using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.RateControl;

/// <summary>A limit of capacity units, and in a few words what it is or comes from.</summary>
/// <param name="UnitsPerSecond">The limit; null for none.</param>
/// <param name="Text">Such as <c>100 a second</c> or <c>half of the table's provisioned 50</c>.</param>
internal sealed record UnitLimit(double? UnitsPerSecond, string Text)
{
    private const string TheTable = "the table";

    public static UnitLimit None { get; } = new(null, "no limit");

    public static UnitLimit Of(double unitsPerSecond) => new(unitsPerSecond, FormattableString.Invariant($"{unitsPerSecond:#,0.##} a second"));

    /// <summary>Half of the table's provisioned reads: a migration leaves the other half to the table's users.</summary>
    /// <param name="table">The table.</param>
    /// <param name="name">What the text calls it.</param>
    public static UnitLimit ForReads(TableDescriptor table, string name = TheTable) =>
        table.Provisioned is { } provisioned ? Half(name, provisioned.ReadUnits) : None;

    /// <summary>
    /// Half of the provisioned writes of the table or of the global index that has the least: a put writes them all, and an index that
    /// cannot follow holds the table's writes back
    /// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes).
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="name">What the text calls it.</param>
    public static UnitLimit ForWrites(TableDescriptor table, string name = TheTable)
    {
        if (table.Provisioned is not { } provisioned)
            return None;
        var (least, units) = (name, provisioned.WriteUnits);
        foreach (var index in table.Indexes)
        {
            if (index.Provisioned is { } own && own.WriteUnits < units)
                (least, units) = (string.Equals(name, TheTable, StringComparison.Ordinal) ? $"index {index.Name}" : $"{name}'s index {index.Name}", own.WriteUnits);
        }

        return Half(least, units);
    }

    private static UnitLimit Half(string name, long units) => new(units / 2.0, FormattableString.Invariant($"half of {name}'s provisioned {units:N0}"));
}
