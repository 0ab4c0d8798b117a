using System.Globalization;
using System.Net;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws.CloudFormation;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Stacks;

/// <summary>Makes a change set, waits until CloudFormation has worked out what it would change, and takes it away again if it is not wanted.</summary>
internal sealed class StackChangeSet(ICloudFormation cloudFormation, StackDescription stack, IStackAudience audience, TimeSpan pollInterval)
{
    /// <summary>Change sets with this name are ours: an update that was left to itself is known by it.</summary>
    private const string NamePrefix = "dynamonamespace-";

    /// <summary>How long it may take to delete a change set; a user who pressed Ctrl+C waits for it.</summary>
    private static readonly TimeSpan DeletionLimit = TimeSpan.FromSeconds(5);

    /// <summary>Whether this is a token that we begin updates with: the change set's name.</summary>
    public static bool IsOurToken(string? token) => token?.StartsWith(NamePrefix, StringComparison.Ordinal) == true;

    /// <param name="template">What the stack is to be made of.</param>
    /// <param name="parameters">Its parameters, with null for one that keeps its value.</param>
    /// <param name="capabilities">What is acknowledged.</param>
    /// <param name="description">What it is for, as CloudFormation lists it.</param>
    /// <param name="cancellationToken">Stops the waiting; the change set is deleted then.</param>
    /// <returns>The change set, ready to be executed; null where there is nothing to change.</returns>
    /// <exception cref="DdbException">CloudFormation cannot make it of this template.</exception>
    public async Task<ChangeSetDescription?> CreateAsync(
        StackTemplate template, IReadOnlyDictionary<string, string?> parameters, IReadOnlyList<string> capabilities, string description, CancellationToken cancellationToken)
    {
        var id = await RequestAsync(
            new ChangeSetRequest(stack.Name, NamePrefix + DateTimeOffset.UtcNow.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture))
            {
                Description = description,
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
            using var limit = new CancellationTokenSource(DeletionLimit);
            while (!await TryDeleteAsync(id, limit.Token))
                await Task.Delay(pollInterval / 4, limit.Token);
        }
        catch (Exception error) when (error is AmazonServiceException or AmazonClientException or OperationCanceledException or HttpRequestException)
        {
            audience.OnWarning(
                $"The change set '{id}' of stack '{stack.Name}' could not be deleted: {error.Message.TrimEnd('.')}. It changes nothing unless somebody executes it; 'aws cloudformation delete-change-set' takes it away.");
        }
    }

    /// <returns>Whether it is gone. One that is still being made cannot be deleted yet.</returns>
    private async Task<bool> TryDeleteAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await cloudFormation.DeleteChangeSetAsync(stack.Name, id, cancellationToken);
            return true;
        }
        catch (AmazonServiceException error) when (error.ErrorCode is "InvalidChangeSetStatus" or "InvalidChangeSetStatusException")
        {
            return false;
        }
    }

    private async Task<string> RequestAsync(ChangeSetRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await cloudFormation.CreateChangeSetAsync(request, cancellationToken);
        }
        catch (AmazonServiceException error) when (error.ErrorCode is "AlreadyExistsException" or "AlreadyExists")
        {
            // The name is of this moment, so it is this very request, sent again after its answer was lost.
            return request.Name;
        }
        catch (AmazonServiceException error) when (error.ErrorCode is "InsufficientCapabilities" or "InsufficientCapabilitiesException")
        {
            throw new DdbException("CapabilityNotAcknowledged", DdbErrorKind.InvalidArgument, stack.Name,
                $"CloudFormation made no change set for stack '{stack.Name}': {error.Message.TrimEnd('.')}. Run the same command with what it names as -Capability (--capability); the stack was not changed.", error);
        }
        catch (AmazonServiceException error) when (error.ErrorCode is "ValidationError" or "LimitExceeded" or "LimitExceededException")
        {
            throw new DdbException("ChangeSetRefused", DdbErrorKind.InvalidArgument, stack.Name,
                $"CloudFormation made no change set for stack '{stack.Name}': {error.Message.TrimEnd('.')}. Correct what it names and run the same command again; the stack was not changed.", error);
        }
        catch (Exception error) when (error is not AmazonServiceException { StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError })
        {
            // It may have been made all the same.
            await DeleteAsync(request.Name);
            throw;
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
