using DynamoNamespace.Engine.Aws;

namespace DynamoNamespace.Engine.Activity;

/// <summary>Which table is to be quiet, for how long, and how long that is waited for.</summary>
public sealed record TableQuietOptions
{
    /// <summary>For how long nothing must be written, where nothing else is said.</summary>
    public static readonly TimeSpan DefaultQuietTime = TimeSpan.FromMinutes(5);

    /// <summary>The table.</summary>
    public required string TableName { get; init; }

    /// <summary>Where to connect and as whom.</summary>
    public ConnectionOptions Connection { get; init; } = new();

    /// <summary>For how long nothing must be written.</summary>
    public TimeSpan QuietTime { get; init; } = DefaultQuietTime;

    /// <summary>How long it is waited for; null for as long as it takes.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>When it is given up in any case; null for never.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether items that DynamoDB deletes because their time to live has passed count as writes.</summary>
    public bool IncludeExpired { get; init; }

    /// <summary>Whether the table's stream may be turned on where it is off.</summary>
    public bool EnableStream { get; init; }
}
