using DynamoNamespace.Engine.Identity.Policies;

namespace DynamoNamespace.Engine.Identity;

/// <summary>A role or a user, and all that says what it may do.</summary>
internal sealed record PrincipalPolicies
{
    private const int AccountPart = 4;

    public required string Name { get; init; }

    public required string Arn { get; init; }

    /// <summary><c>Role</c> or <c>User</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The principal's own tags.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>Its attached and inline policies, and those of its groups.</summary>
    public required IReadOnlyList<PolicyDocument> Policies { get; init; }

    /// <summary>Its permissions boundary, if it has one.</summary>
    public PolicyDocument? Boundary { get; init; }

    public string Account => Arn.Split(':') is { Length: > AccountPart } parts ? parts[AccountPart] : "";

    public string? NamespaceTagValue => NamespaceTag.Find(Tags)?.Value;

    public bool IsUser => Type == "User";

    /// <summary>
    /// What is known of the principal's requests
    /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html). They go over TLS, as every SDK sends them.
    /// </summary>
    public RequestContext Context(TableArn table) => new RequestContext()
        .WithPrincipalTags(Tags)
        .With("aws:PrincipalArn", Arn)
        .With("aws:PrincipalAccount", Account)
        .With("aws:PrincipalType", IsUser ? "User" : "AssumedRole")
        .With("aws:username", IsUser ? [Name] : [])
        .With("aws:PrincipalIsAWSService", "false")
        .With("aws:SecureTransport", "true")
        .With("aws:ResourceAccount", table.Account)
        .With("aws:RequestedRegion", table.Region);
}
