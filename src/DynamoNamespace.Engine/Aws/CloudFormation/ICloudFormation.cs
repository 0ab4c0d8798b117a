using Amazon.Runtime;

namespace DynamoNamespace.Engine.Aws.CloudFormation;

/// <summary>
/// The calls of CloudFormation that a stack's upgrade needs
/// (https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Operations.html). Each throws an
/// <see cref="AmazonServiceException"/> where CloudFormation refuses.
/// </summary>
internal interface ICloudFormation
{
    /// <summary>The stack, by name or ID; null where there is none.</summary>
    Task<StackDescription?> FindStackAsync(string stackName, CancellationToken cancellationToken);

    /// <summary>The template as it was given, before transforms.</summary>
    /// <param name="stackName">The stack.</param>
    /// <param name="changeSetId">The change set whose template is meant; null for the deployed one.</param>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    Task<string> GetTemplateAsync(string stackName, string? changeSetId, CancellationToken cancellationToken);

    /// <summary>What a template asks for. One of the two says where it is.</summary>
    Task<TemplateSummary> GetTemplateSummaryAsync(string? templateBody, string? templateUrl, CancellationToken cancellationToken);

    Task<IReadOnlyList<StackResource>> ListResourcesAsync(string stackName, CancellationToken cancellationToken);

    /// <summary>Asks for a change set; it is ready once <see cref="DescribeChangeSetAsync"/> says so.</summary>
    /// <returns>Its ID.</returns>
    Task<string> CreateChangeSetAsync(ChangeSetRequest request, CancellationToken cancellationToken);

    /// <summary>The change set with all its changes.</summary>
    Task<ChangeSetDescription> DescribeChangeSetAsync(string stackName, string changeSetId, CancellationToken cancellationToken);

    /// <param name="stackName">The stack.</param>
    /// <param name="changeSetId">The change set.</param>
    /// <param name="token">Makes the call idempotent, and marks the events that it leads to.</param>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    Task ExecuteChangeSetAsync(string stackName, string changeSetId, string token, CancellationToken cancellationToken);

    Task DeleteChangeSetAsync(string stackName, string changeSetId, CancellationToken cancellationToken);

    /// <summary>A page of the stack's events, newest first.</summary>
    Task<StackEventPage> DescribeEventsAsync(string stackName, string? nextToken, CancellationToken cancellationToken);
}
