using System.Globalization;
using System.Text.Json;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws.Services;

namespace DynamoNamespace.Engine.Aws.Lambda;

/// <summary>Lambda over its REST protocol.</summary>
internal sealed class LambdaClient(ServiceClient client) : ILambda
{
    public async Task<FunctionConfiguration?> FindFunctionAsync(string functionName, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync("GetFunctionConfiguration", $"/2015-03-31/functions/{functionName}/configuration", cancellationToken);
            return Read(answer.RootElement, functionName);
        }
        catch (AmazonServiceException error) when (error.ErrorCode == "ResourceNotFoundException")
        {
            return null;
        }
    }

    private static FunctionConfiguration Read(JsonElement answer, string functionName)
    {
        var name = Text(answer, "FunctionName") ?? functionName;
        var changed = DateTimeOffset.TryParse(Text(answer, "LastModified"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : (DateTimeOffset?)null;
        var logGroup = answer.TryGetProperty("LoggingConfig", out var logging) && logging.ValueKind == JsonValueKind.Object ? Text(logging, "LogGroup") : null;
        return new FunctionConfiguration(name, Text(answer, "State"), changed, Text(answer, "CodeSha256"), logGroup ?? "/aws/lambda/" + name);
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
