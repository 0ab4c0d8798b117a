using System.Globalization;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws.CloudFormation;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Stacks;

/// <summary>Makes a change set, waits until CloudFormation has worked out what it would change, and takes it away again if it is not wanted.</summary>
internal sealed class StackChangeSet(ICloudFormation cloudFormation, StackDescription stack, TimeSpan pollInterval)
{
    /// <summary>Change sets with this name are ours: an update that was left to itself is known by it.</summary>
    private const string NamePrefix = "dynamonamespace-";

    public static bool IsOurs(string? changeSetId) => changeSetId?.Contains($":changeSet/{NamePrefix}", StringComparison.Ordinal) == true;

    /// <returns>The change set, ready to be executed; null where there is nothing to change.</returns>
    /// <exception cref="DdbException">CloudFormation cannot make it of this template.</exception>
    public async Task<ChangeSetDescription?> CreateAsync(
        StackTemplate template, IReadOnlyDictionary<string, string?> parameters, IReadOnlyList<string> capabilities, CancellationToken cancellationToken)
    {
        var id = await RequestAsync(
            new ChangeSetRequest(stack.Name, NamePrefix + DateTimeOffset.UtcNow.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture))
            {
                Description = "Index and policies for namespaces",
                TemplateBody = template.Body,
                TemplateUrl = template.Url,
                Parameters = parameters,
                Capabilities = capabilities,
            },
            cancellationToken);
        try
        {
            return await WaitAsync(id, cancellationToken);
        }
        catch
        {
            await DeleteAsync(id);
            throw;
        }
    }

    /// <summary>Takes the change set away; a failure to do so harms nothing.</summary>
    public async Task DeleteAsync(string id)
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3));
            await cloudFormation.DeleteChangeSetAsync(stack.Name, id, limit.Token);
        }
        catch (Exception error) when (error is AmazonClientException or OperationCanceledException or HttpRequestException)
        {
            // A change set that is left over changes nothing, and CloudFormation keeps it apart from the stack.
        }
    }

    private async Task<string> RequestAsync(ChangeSetRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await cloudFormation.CreateChangeSetAsync(request, cancellationToken);
        }
        catch (AmazonServiceException error) when (error.ErrorCode is "ValidationError" or "InsufficientCapabilities" or "InsufficientCapabilitiesException" or "LimitExceeded" or "LimitExceededException")
        {
            throw new DdbException("ChangeSetRefused", DdbErrorKind.InvalidArgument, stack.Name,
                $"CloudFormation made no change set for stack '{stack.Name}': {error.Message.TrimEnd('.')}. Correct what it names and run the same command again; the stack was not changed.", error);
        }
    }

    private async Task<ChangeSetDescription?> WaitAsync(string id, CancellationToken cancellationToken)
    {
        while (true)
        {
            var described = await cloudFormation.DescribeChangeSetAsync(stack.Name, id, cancellationToken);
            if (described.IsReady)
                return described;
            if (described.IsEmpty)
            {
                await DeleteAsync(id);
                return null;
            }

            if (described.IsFailed)
            {
                throw new DdbException("ChangeSetFailed", DdbErrorKind.InvalidArgument, stack.Name,
                    $"The change set for stack '{stack.Name}' failed: {described.StatusReason?.TrimEnd('.') ?? "CloudFormation gives no reason"}. Correct what it names and run the same command again; the stack was not changed.");
            }

            await Task.Delay(pollInterval, cancellationToken);
        }
    }
}
