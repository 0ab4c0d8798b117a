namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>
/// How many bytes CloudFormation takes a template of.
/// See https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html.
/// </summary>
internal static class TemplateSize
{
    /// <summary>In the request itself.</summary>
    public const int MaximumInline = 51_200;

    /// <summary>As an object in S3.</summary>
    public const int MaximumObject = 1_000_000;
}
