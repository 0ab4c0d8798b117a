using Amazon.Runtime;

namespace DynamoNamespace.Engine.Aws.Lambda;

/// <summary>The call of Lambda that a check of the aggregator needs.</summary>
internal interface ILambda
{
    /// <summary>The function's configuration; null where there is no such function
    /// (https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html).</summary>
    /// <exception cref="AmazonServiceException">Lambda refuses.</exception>
    Task<FunctionConfiguration?> FindFunctionAsync(string functionName, CancellationToken cancellationToken);
}

/// <summary>What Lambda tells of a function, as far as a check needs it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">Active, Pending, Inactive or Failed; null where it is not told.</param>
/// <param name="LastModified">When its code or configuration was last changed.</param>
/// <param name="CodeSha256">The hash of its code.</param>
/// <param name="LogGroup">The log group that it writes to.</param>
internal sealed record FunctionConfiguration(string Name, string? State, DateTimeOffset? LastModified, string? CodeSha256, string LogGroup);
