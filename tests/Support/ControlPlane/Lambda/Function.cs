namespace DynamoNamespace.Tests.Support.ControlPlane.Lambda;

/// <summary>A Lambda function's configuration.</summary>
internal sealed record Function(string Name, string Arn, string Role)
{
    public string Runtime { get; init; } = "";

    public string Handler { get; init; } = "";

    public string Description { get; init; } = "";

    public int Timeout { get; init; } = 3;

    public int MemorySize { get; init; } = 128;

    public byte[] Code { get; init; } = [];

    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public DateTimeOffset LastModified { get; init; } = DateTimeOffset.UtcNow;

    public string RevisionId { get; } = Guid.NewGuid().ToString();
}
