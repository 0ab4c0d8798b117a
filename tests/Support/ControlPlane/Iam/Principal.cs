namespace DynamoNamespace.Tests.Support.ControlPlane.Iam;

/// <summary>A role, a user or a group.</summary>
internal sealed class Principal(PrincipalKind kind, string name, string path)
{
    public PrincipalKind Kind => kind;

    public string Name => name;

    public string Path => path;

    public string Id { get; } = IamId.New(kind switch { PrincipalKind.Role => "AROA", PrincipalKind.User => "AIDA", _ => "AGPA" });

    public string Arn => $"arn:{Account.Partition}:iam::{Account.Id}:{kind.ToString().ToLowerInvariant()}{path}{name}";

    public DateTimeOffset CreatedAt { get; } = DateTimeOffset.UtcNow;

    public string? Description { get; set; }

    public int MaxSessionDuration { get; set; } = 3600;

    public string TrustPolicy { get; set; } = "";

    public string? PermissionsBoundary { get; set; }

    /// <summary>The ARNs of managed policies, in the order in which they were attached.</summary>
    public List<string> Attached { get; } = [];

    public SortedDictionary<string, string> Inline { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>The names of a user's groups.</summary>
    public List<string> Groups { get; } = [];
}
