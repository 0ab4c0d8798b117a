using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Aws.Lambda;
using DynamoNamespace.Engine.Aws.Services;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Stacks;

/// <summary>The function that follows a table's stream and sums up usage, or what is known of there being none.</summary>
/// <param name="Name">Its name; null where the stack has none.</param>
/// <param name="Configuration">What Lambda tells of it; null where there is no such function.</param>
/// <param name="Source">Where the name comes from, in words.</param>
/// <param name="IsGuessed">Whether the name is only what zae-limiter would call it.</param>
internal sealed record AggregatorFunction(string? Name, FunctionConfiguration? Configuration, string Source, bool IsGuessed)
{
    /// <summary>The function of a stack, or by the table's own stack, or by the table's name.</summary>
    /// <param name="services">The connection.</param>
    /// <param name="tableName">The table.</param>
    /// <param name="stack">The stack that the user named; null to look for one of the table's name.</param>
    /// <param name="cancellationToken">Stops waiting for answers.</param>
    /// <exception cref="AmazonServiceException">Lambda refuses.</exception>
    public static async Task<AggregatorFunction> FindAsync(AwsServices services, string tableName, FoundStack? stack, CancellationToken cancellationToken)
    {
        services.RequireBesideTable(ServiceDefinition.Lambda);
        stack ??= await FindOwnStackAsync(services, tableName, cancellationToken);
        if (stack is null)
            return await DescribeAsync($"{tableName}-aggregator", "the table's name", isGuessed: true);
        return StackReader.AggregatorOf(stack) is { } name
            ? await DescribeAsync(name, $"stack '{stack.Name}'", isGuessed: false)
            : new AggregatorFunction(null, null, $"stack '{stack.Name}'", IsGuessed: false);

        async Task<AggregatorFunction> DescribeAsync(string name, string source, bool isGuessed) =>
            new(name, await services.Lambda.FindFunctionAsync(name, cancellationToken), source, isGuessed);
    }

    /// <summary>zae-limiter names its table after its stack. A caller who may not read stacks is left with the name alone.</summary>
    private static async Task<FoundStack?> FindOwnStackAsync(AwsServices services, string tableName, CancellationToken cancellationToken)
    {
        try
        {
            services.RequireBesideTable(ServiceDefinition.CloudFormation);
            return await new StackReader(services).ReadAsync(tableName, tableName, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && (error is DdbException || AwsErrors.IsOfCall(error)))
        {
            return null;
        }
    }
}
