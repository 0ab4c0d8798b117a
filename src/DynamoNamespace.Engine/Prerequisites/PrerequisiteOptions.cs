using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Prerequisites;

/// <summary>What is to be checked before a migration, and what the migration is planned to take.</summary>
public sealed record PrerequisiteOptions
{
    /// <summary>How old a backup may be where nothing else is said.</summary>
    public static readonly TimeSpan DefaultMaxBackupAge = TimeSpan.FromHours(24);

    /// <summary>The table.</summary>
    public required string TableName { get; init; }

    /// <summary>The stack that made the table, by name or ID; null to look for one of the table's name.</summary>
    public string? StackName { get; init; }

    /// <summary>The namespace that the items are to go to.</summary>
    public string Namespace { get; init; } = MigrationOptions.DefaultNamespace;

    /// <summary>Read units a second that the run is to take; null where it is given no limit.</summary>
    public double? MaxReadUnits { get; init; }

    /// <summary>Write units a second that the run is to take; null where it is given no limit.</summary>
    public double? MaxWriteUnits { get; init; }

    /// <summary>How old an on-demand backup may be to count.</summary>
    public TimeSpan MaxBackupAge { get; init; } = DefaultMaxBackupAge;

    /// <summary>Where to connect and as whom.</summary>
    public ConnectionOptions Connection { get; init; } = new();
}
