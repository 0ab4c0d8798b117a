namespace DynamoNamespace.Engine.CatchUp.Streams;
internal sealed record StreamPosition(string StreamArn);
