namespace DynamoNamespace.Engine.Checkpoints;

/// <summary>The very table that a plan is carried out on. One that was dropped and made again, or stands behind another endpoint, is another table even under the same name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">The ID that DynamoDB gave it; empty where an endpoint gives none.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Endpoint">The endpoint that it was found at.</param>
internal sealed record TablePlace(string Name, string Id, string Arn, DateTimeOffset CreatedAt, string Endpoint)
{
    /// <summary>Whether both are one table. AWS has several endpoints for one table; where an endpoint gives tables no IDs, it counts too.</summary>
    public bool IsSame(TablePlace other) =>
        string.Equals(Name, other.Name, StringComparison.Ordinal)
        && string.Equals(Arn, other.Arn, StringComparison.Ordinal)
        && string.Equals(Id, other.Id, StringComparison.Ordinal)
        && CreatedAt == other.CreatedAt
        && (Id.Length > 0 || string.Equals(Endpoint, other.Endpoint, StringComparison.Ordinal));
}
