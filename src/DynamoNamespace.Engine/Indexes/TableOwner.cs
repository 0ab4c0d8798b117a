using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>
/// Keeps an index of a stack's table from being changed behind the stack's back. CloudFormation tags what it makes with the stack's name
/// (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html).
/// </summary>
internal sealed class TableOwner(DynamoDbClient client, IndexMigrationOptions options)
{
    private const string StackTag = "aws:cloudformation:stack-name";

    /// <exception cref="DdbException">The table is of a stack, or it cannot be told whether it is.</exception>
    public async Task RequireNoneAsync(IndexTable table, CancellationToken cancellationToken)
    {
        if (options.Force || await FindAsync(table, cancellationToken) is not { } stack)
            return;
        throw new DdbException("TableOfStack", DdbErrorKind.InvalidState, table.Name,
            $"Table '{table.Name}' was made by the CloudFormation stack '{stack}'. An index that is made or removed beside the stack is drift: the next deployment that names it fails. "
            + $"Run the same command with -StackName {stack} (--stack-name {stack}), which changes the template too; or with -Force (--force), if the template is no longer deployed. Nothing was changed.");
    }

    private async Task<string?> FindAsync(IndexTable table, CancellationToken cancellationToken)
    {
        try
        {
            string? next = null;
            do
            {
                var page = await client.ListTagsOfResourceAsync(new ListTagsOfResourceRequest { ResourceArn = table.Table.Arn, NextToken = next }, cancellationToken);
                if (page.Tags?.Find(tag => tag.Key == StackTag) is { } found)
                    return found.Value;
                next = page.NextToken;
            }
            while (!string.IsNullOrEmpty(next));
            return null;
        }
        catch (AmazonServiceException error) when (AwsErrors.IsNotOffered(error))
        {
            // A local engine without tags has no stacks.
            return null;
        }
        catch (AmazonServiceException error) when (AwsErrors.IsAccessDenied(error))
        {
            throw new DdbException("TableOwnerUnknown", DdbErrorKind.PermissionDenied, table.Name,
                $"Whether table '{table.Name}' was made by a stack is not known, because its tags may not be read: {error.Message.TrimEnd('.')}. "
                + "Let the caller have dynamodb:ListTagsOfResource, name the stack with -StackName (--stack-name), or, if you know that there is none, use -Force (--force). Nothing was changed.", error);
        }
    }
}
