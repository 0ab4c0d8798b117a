namespace DynamoNamespace.Tests.Support.ControlPlane.DynamoDb;

/// <summary>A table's continuous backups that are switched on.</summary>
internal sealed record PointInTimeRecovery(DateTimeOffset Since, int Days)
{
    public const int DefaultDays = 35;
}
