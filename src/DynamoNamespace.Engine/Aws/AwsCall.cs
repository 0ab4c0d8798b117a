using DynamoNamespace.Engine.Aws.Services;
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
        return await TranslateAsync(() => work(client), CallSubject.Table(tableName), endpoint, cancellationToken);
    }

    /// <summary>Runs work on a connection of its own to whichever services it asks for.</summary>
    public static async Task<T> RunAsync<T>(ConnectionOptions options, CallSubject subject, Func<AwsServices, CallSubject, Task<T>> work, CancellationToken cancellationToken)
    {
        using var services = new AwsServices(options);
        return await TranslateAsync(() => work(services, subject), subject, ServiceEndpoint.Find(ServiceDefinition.CloudFormation, options)?.ToString() ?? "AWS", cancellationToken);
    }

    private static async Task<T> TranslateAsync<T>(Func<Task<T>> work, CallSubject subject, string endpoint, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // What has no translation goes on as it is, with the place it came from.
            if (error is not DdbException && AwsErrors.Translate(error, subject, endpoint) is DdbException translated)
                throw translated;
            throw;
        }
    }
}
