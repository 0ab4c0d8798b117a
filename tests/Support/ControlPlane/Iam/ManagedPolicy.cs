namespace DynamoNamespace.Tests.Support.ControlPlane.Iam;

/// <summary>A managed policy with its versions, the newest last; the newest is the default.</summary>
internal sealed class ManagedPolicy(string name, string path, string owner, string document, string? description)
{
    private const int MostVersions = 5;
    private readonly List<PolicyVersion> _versions = [new("v1", document)];
    private int _last = 1;

    public string Name => name;

    public string Path => path;

    public string Id { get; } = IamId.New("ANPA");

    /// <summary>The owner is an account's ID, or <c>aws</c>.</summary>
    public string Arn => $"arn:{Account.Partition}:iam::{owner}:policy{path}{name}";

    public bool IsAwsManaged => owner == "aws";

    public string? Description => description;

    public IReadOnlyList<PolicyVersion> Versions => _versions;

    public PolicyVersion Default => _versions[^1];

    public DateTimeOffset CreatedAt { get; } = DateTimeOffset.UtcNow;

    public Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>Makes a new default version; the oldest goes where there are five, as CloudFormation sees to it.</summary>
    public void Change(string newDocument)
    {
        if (_versions.Count == MostVersions)
            _versions.RemoveAt(0);
        _versions.Add(new PolicyVersion($"v{++_last}", newDocument));
    }
}
