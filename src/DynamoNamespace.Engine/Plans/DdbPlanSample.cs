namespace DynamoNamespace.Engine.Plans;

/// <summary>An item that a rule of a plan matches, and what it makes of it.</summary>
/// <param name="TableName">The table.</param>
/// <param name="Rule">The rule.</param>
/// <param name="SourceKey">The old item's key.</param>
/// <param name="TargetKey">The new item's key; null where the rule cannot map the item.</param>
/// <param name="Before">The old item in DynamoDB JSON.</param>
/// <param name="After">The new item in DynamoDB JSON; null where there is none.</param>
/// <param name="Problem">Why the item cannot be migrated; null where it can.</param>
public sealed record DdbPlanSample(string TableName, string Rule, string SourceKey, string? TargetKey, string Before, string? After, string? Problem);
