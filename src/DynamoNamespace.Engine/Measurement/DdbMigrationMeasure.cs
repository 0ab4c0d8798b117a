namespace DynamoNamespace.Engine.Measurement;

/// <summary>What migrating one family takes.</summary>
/// <param name="Family">The head of the key, such as <c>ENTITY#</c>.</param>
/// <param name="IsKnown">Whether the mapping names this family.</param>
/// <param name="Candidates">How many items of it the mapping matches.</param>
/// <param name="Bytes">The size of their copies, in bytes as DynamoDB counts them.</param>
/// <param name="WriteUnits">The write units of their copies, the indexes' share included.</param>
public sealed record DdbFamilyMeasure(string Family, bool IsKnown, long Candidates, long Bytes, long WriteUnits)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Family} {Candidates}";
}

/// <summary>The write units of one index, or of the table itself.</summary>
/// <param name="Name">The index's name, or the table's.</param>
/// <param name="CopyUnits">Units that putting the copies costs.</param>
/// <param name="DeleteUnits">Units that deleting the old items costs.</param>
public sealed record DdbWriteShare(string Name, long CopyUnits, long DeleteUnits)
{
    /// <summary>The table that it is of.</summary>
    public required string TableName { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {CopyUnits}";
}

/// <summary>What a migration will take: items, capacity units, money, time. Estimates by the sizes of the items that are there now.</summary>
public sealed record DdbMigrationMeasure
{
    /// <summary>The table.</summary>
    public required string TableName { get; init; }

    /// <summary>The table that the copies go to, which is the table itself for new keys in one table.</summary>
    public required string TargetTableName { get; init; }

    /// <summary>The namespace's name.</summary>
    public string? Namespace { get; init; }

    /// <summary>The namespace's ID.</summary>
    public string? NamespaceId { get; init; }

    /// <summary>The mapping's name.</summary>
    public required string Mapping { get; init; }

    /// <summary>Items in the table.</summary>
    public long Items { get; init; }

    /// <summary>Items that the mapping matches.</summary>
    public long Candidates { get; init; }

    /// <summary>Candidates that cannot be mapped: a missing attribute, or a key or an item that would get too large.</summary>
    public long Unmappable { get; init; }

    /// <summary>The candidates by family.</summary>
    public IReadOnlyList<DdbFamilyMeasure> Families { get; init; } = [];

    /// <summary>Write units by table and index.</summary>
    public IReadOnlyList<DdbWriteShare> Shares { get; init; } = [];

    /// <summary>Read units of one scan of the table, as this measurement consumed them. A copy takes one, a verification one, a delete one and the copies' read.</summary>
    public double ScanReadUnits { get; init; }

    /// <summary>Write units of the copy.</summary>
    public long CopyWriteUnits { get; init; }

    /// <summary>Read units of the whole migration: copy, verify, delete, verify.</summary>
    public double ReadUnits { get; init; }

    /// <summary>Write units of the whole migration.</summary>
    public long WriteUnits { get; init; }

    /// <summary>On-demand cost of the whole migration, in US dollars.</summary>
    public decimal Cost { get; init; }

    /// <summary>The prices that the cost is reckoned with.</summary>
    public OnDemandPrices Prices { get; init; } = OnDemandPrices.UsEast1;

    /// <summary>The shortest time that the limits, given or by default of a provisioned table, allow for the whole migration; null without limits.</summary>
    public TimeSpan? TimeAtLimits { get; init; }
}
