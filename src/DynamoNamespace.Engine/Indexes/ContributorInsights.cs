using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>
/// Gives a shadow the contributor insights that its old index has. Through a template they come with the index; UpdateTable leaves them out
/// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContributorInsights.html).
/// </summary>
internal sealed class ContributorInsights(DynamoDbClient client, IIndexAudience audience)
{
    public async Task CopyAsync(string tableName, string indexName, string shadowName, CancellationToken cancellationToken)
    {
        try
        {
            if (!await IsOnAsync(tableName, indexName, cancellationToken) || await IsOnAsync(tableName, shadowName, cancellationToken)
                || !await audience.MayChangeAsync(tableName, $"Turn on contributor insights of index '{shadowName}', which '{indexName}' has"))
            {
                return;
            }

            await client.UpdateContributorInsightsAsync(
                new UpdateContributorInsightsRequest { TableName = tableName, IndexName = shadowName, ContributorInsightsAction = "ENABLE" }, cancellationToken);
        }
        catch (AmazonServiceException error) when (AwsErrors.IsNotOffered(error))
        {
            // A local engine has none to copy.
        }
        catch (AmazonServiceException error)
        {
            audience.OnWarning(
                $"Whether index '{indexName}' of table '{tableName}' has contributor insights is not known, or they were not turned on for '{shadowName}': {error.Message.TrimEnd('.')}. The shadow is ready all the same.");
        }
    }

    private async Task<bool> IsOnAsync(string tableName, string indexName, CancellationToken cancellationToken)
    {
        var found = await client.DescribeContributorInsightsAsync(new DescribeContributorInsightsRequest { TableName = tableName, IndexName = indexName }, cancellationToken);
        return found.ContributorInsightsStatus?.Value is "ENABLED" or "ENABLING";
    }
}
