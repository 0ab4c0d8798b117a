namespace DynamoNamespace.Engine.CatchUp;
internal sealed record CatchUpCounts(long A);
