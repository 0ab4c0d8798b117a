using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Aws;

/// <summary>Runs work on a connection of its own and turns what AWS throws into errors that a user can act on.</summary>
internal static class AwsCall
{
    public static async Task<T> RunAsync<T>(
        ConnectionOptions options, string tableName, Func<DynamoDbClient, Task<T>> work, CancellationToken cancellationToken)
    {
        using var client = ConnectionFactory.Create(options);
        var endpoint = ConnectionFactory.EndpointOf(client);
        ServiceEndpoint.RequireSecure(endpoint);
        try
        {
            return await work(client);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // What has no translation goes on as it is, with the place it came from.
            if (error is not DdbException && AwsErrors.Translate(error, tableName, endpoint) is DdbException translated)
                throw translated;
            throw;
        }
    }
}
