namespace DynamoNamespace.Engine.Tables;

/// <summary>The capacity a second that a table or a global index is provisioned with.</summary>
internal sealed record ProvisionedUnits(long ReadUnits, long WriteUnits);
