using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Mappings;

namespace DynamoNamespace.Engine.Plans;

/// <summary>A migration as a document says it: tables, mapping, variables and limits.</summary>
public sealed record DdbMigrationPlan
{
    /// <summary>The document's full path.</summary>
    public required string Path { get; init; }

    /// <summary>The plan's name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>The table that old items are in; null where the plan is for any table.</summary>
    public string? TableName { get; init; }

    /// <summary>The table that new items go to; the same one where the plan names no other.</summary>
    public string? TargetTableName { get; init; }

    /// <summary>The target table's region; null for that of the table.</summary>
    public string? TargetRegion { get; init; }

    /// <summary>The profile that the target table is reached with; null for that of the table.</summary>
    public string? TargetProfileName { get; init; }

    /// <summary>The endpoint of the target table; null for that of the table.</summary>
    public string? TargetEndpointUrl { get; init; }

    /// <summary>The namespace's name, where the mapping is about one.</summary>
    public string? Namespace { get; init; }

    /// <summary>The name of a shipped mapping or a document's full path. A mapping that stands in the plan itself has the plan's.</summary>
    public required string Mapping { get; init; }

    /// <summary>The fingerprint of tables, mapping and variables, by which a run knows its checkpoint. Limits are not in it.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Values of the mapping's variables.</summary>
    public IReadOnlyDictionary<string, string> Variable { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Read units a second at most; null for no limit of the plan's own.</summary>
    public double? MaxReadUnits { get; init; }

    /// <summary>Write units a second at most; null for no limit of the plan's own.</summary>
    public double? MaxWriteUnits { get; init; }

    /// <summary>Into how many segments the scan is split; null to choose by the table's size.</summary>
    public int? TotalSegments { get; init; }

    /// <summary>How many requests are under way at once, at most; null for the default.</summary>
    public int? ThrottleLimit { get; init; }

    /// <summary>Whether items whose TTL has passed are left out.</summary>
    public bool SkipExpired { get; init; }

    /// <summary>Places that still hold what <c>New-DdbMigrationPlan</c> wrote for somebody to edit.</summary>
    public IReadOnlyList<string> Unedited { get; init; } = [];

    /// <summary>Whether new items go to another table than the one that old items are in.</summary>
    public bool HasOtherTarget => TargetRegion is not null || TargetProfileName is not null || TargetEndpointUrl is not null
        || !string.Equals(TargetTableName, TableName, StringComparison.Ordinal);

    internal MappingDocument Document { get; init; } = null!;

    /// <summary>Reads and checks a plan and its mapping. Nothing is called.</summary>
    /// <exception cref="DdbException">There is no such file, or it or its mapping has an error.</exception>
    public static DdbMigrationPlan Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new DdbException("PlanNotFound", DdbErrorKind.NotFound, path,
                $"There is no plan '{path}'. Write one with New-DdbMigrationPlan (ddbns plan new), or check the path; nothing was changed.");
        }

        var full = System.IO.Path.GetFullPath(path);
        return JsonPlace.Read(File.ReadAllText(full), full, DocumentKind.Plan, root => PlanReader.Read(root, full));
    }
}
