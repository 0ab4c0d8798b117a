namespace DynamoNamespace.Tests.Support.ControlPlane.Logs;

/// <summary>A log group; its ARN without the <c>:*</c> that some calls put at its end.</summary>
internal sealed record LogGroup(string Name, string Arn)
{
    public DateTimeOffset CreatedAt { get; } = DateTimeOffset.UtcNow;

    public HashSet<string> Streams { get; } = new(StringComparer.Ordinal);

    public List<LogEvent> Events { get; } = [];
}
