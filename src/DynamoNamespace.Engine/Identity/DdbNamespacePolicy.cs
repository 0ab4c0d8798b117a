namespace DynamoNamespace.Engine.Identity;

/// <summary>A policy document for several namespaces of one table.</summary>
public sealed record DdbNamespacePolicy
{
    /// <summary>The table.</summary>
    public required string TableName { get; init; }

    /// <summary>The table's ARN, which the policy names with its indexes.</summary>
    public required string TableArn { get; init; }

    /// <summary>What it allows.</summary>
    public required DdbNamespaceAccessLevel Access { get; init; }

    /// <summary>What it is made for.</summary>
    public required DdbPolicyKind Kind { get; init; }

    /// <summary>The namespaces that it reaches, each once.</summary>
    public required IReadOnlyList<string> NamespaceIds { get; init; }

    /// <summary>The policy as JSON without white space between its parts.</summary>
    public required string PolicyDocument { get; init; }

    /// <summary>How many of <see cref="Limit"/> characters it takes.</summary>
    public required int Size { get; init; }

    /// <summary>How many characters AWS takes.</summary>
    public required int Limit { get; init; }
}
