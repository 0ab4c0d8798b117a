using DynamoNamespace.Engine.Aws;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>Which index is to get another projection, through which shadow, and by what way.</summary>
public sealed record IndexMigrationOptions
{
    /// <summary>The table.</summary>
    public required string TableName { get; init; }

    /// <summary>The index that is there, the old one.</summary>
    public required string IndexName { get; init; }

    /// <summary>The index that takes its place, the shadow.</summary>
    public required string ShadowIndexName { get; init; }

    /// <summary>The shadow's projection: KEYS_ONLY, INCLUDE or ALL, with or without the underscore; null for INCLUDE where attributes are named.</summary>
    public string? ProjectionType { get; init; }

    /// <summary>The attributes that the shadow holds beside the keys.</summary>
    public IReadOnlyList<string> NonKeyAttributes { get; init; } = [];

    /// <summary>The stack that the table is of, by name or ID; null works straight on the table.</summary>
    public string? StackName { get; init; }

    /// <summary>A bucket to hand over a template of more than 51,200 bytes in.</summary>
    public string? TemplateBucket { get; init; }

    /// <summary>What is acknowledged for the stack, such as <c>CAPABILITY_AUTO_EXPAND</c>.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>Whether to go on where the table is of a stack and none was named, where the shadow is not proven, and where the old index is still read.</summary>
    public bool Force { get; init; }

    /// <summary>How long the old index must not have been read before it may go.</summary>
    public TimeSpan ReaderWindow { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Read units a second at most of each scan; null for no limit, or half of what the table or the index is provisioned with.</summary>
    public double? MaxReadUnits { get; init; }

    /// <summary>Into how many segments a scan is split, from 1 to 1,000,000; null chooses by the table's size.</summary>
    public int? TotalSegments { get; init; }

    /// <summary>How many requests are under way at once, at most; null for 16.</summary>
    public int? ThrottleLimit { get; init; }

    /// <summary>Where to connect and as whom.</summary>
    public ConnectionOptions Connection { get; init; } = new();

    /// <summary>How long to wait between looks at what AWS is doing.</summary>
    internal TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an entry is waited for that is not in the index as it should be, before it counts: indexes follow their table with a delay.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(8);
}
