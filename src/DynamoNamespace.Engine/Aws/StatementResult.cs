namespace DynamoNamespace.Engine.Aws;

/// <summary>What became of one statement of a batch. No code means that it was carried out.</summary>
internal readonly record struct StatementResult(string? ErrorCode, string? ErrorMessage)
{
    public bool Succeeded => ErrorCode is null;
}
