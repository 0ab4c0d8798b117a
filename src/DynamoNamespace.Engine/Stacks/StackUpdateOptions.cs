using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Stacks;

/// <summary>What a stack's upgrade is given.</summary>
public sealed record StackUpdateOptions
{
    /// <summary>The stack, by name or ID.</summary>
    public required string StackName { get; init; }

    /// <summary>The table, where the stack has several.</summary>
    public string? TableName { get; init; }

    /// <summary>A template of the user's own, which is deployed as it is; null adds what is missing to the deployed one.</summary>
    public string? TemplatePath { get; init; }

    /// <summary>The same at an address in S3.</summary>
    public string? TemplateUrl { get; init; }

    /// <summary>A bucket to hand over a template of more than 51,200 bytes in.</summary>
    public string? TemplateBucket { get; init; }

    /// <summary>Values for parameters; the others keep those that they have.</summary>
    public IReadOnlyDictionary<string, string> ParameterValues { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What is acknowledged, such as <c>CAPABILITY_NAMED_IAM</c>; what was acknowledged for the stack before need not be named again.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>The namespace to register in the end; null registers none.</summary>
    public string? Namespace { get; init; } = MigrationOptions.DefaultNamespace;

    /// <summary>Where to connect.</summary>
    public ConnectionOptions Connection { get; init; } = new();

    /// <summary>How long to wait between looks at what AWS is doing.</summary>
    internal TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(2);

    internal bool HasOwnTemplate => TemplatePath is not null || TemplateUrl is not null;
}
