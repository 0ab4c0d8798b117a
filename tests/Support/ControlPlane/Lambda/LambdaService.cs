using System.Security.Cryptography;
using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.Http;
using DynamoNamespace.Tests.Support.Proxy;

namespace DynamoNamespace.Tests.Support.ControlPlane.Lambda;

/// <summary>Reads functions. https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html</summary>
internal sealed class LambdaService(object gate, FunctionStore store) : IAwsService
{
    public Task<ProxiedResponse> AnswerAsync(AwsRequest request, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var function = Find(request);
            return Task.FromResult(Answer.Json(request, request.Action == "GetFunction" ? Whole(function) : Configuration(function)));
        }
    }

    private Function Find(AwsRequest request)
    {
        var asked = Uri.UnescapeDataString(request.Head.Path.Split('?')[0].Split('/')[3]);
        var name = asked.Split(':') switch
        {
            ["arn", _, "lambda", _, _, "function", var named, ..] => named,
            [_, "function", var named, ..] => named,
            var parts => parts[0],
        };
        return store.Functions.GetValueOrDefault(name) ?? throw new AwsException(
            "ResourceNotFoundException", $"Function not found: {Account.Arn("lambda", request.Region, $"function:{name}")}", 404);
    }

    private static JsonObject Whole(Function function) => new()
    {
        ["Configuration"] = Configuration(function),
        ["Code"] = new JsonObject { ["RepositoryType"] = "S3", ["Location"] = $"https://awslambda-tasks.s3.amazonaws.com/{function.Name}" },
        ["Tags"] = Texts(function.Tags),
    };

    private static JsonObject Configuration(Function function) => new()
    {
        ["FunctionName"] = function.Name,
        ["FunctionArn"] = function.Arn,
        ["Runtime"] = function.Runtime,
        ["Role"] = function.Role,
        ["Handler"] = function.Handler,
        ["CodeSize"] = function.Code.Length,
        ["Description"] = function.Description,
        ["Timeout"] = function.Timeout,
        ["MemorySize"] = function.MemorySize,
        ["LastModified"] = function.LastModified.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff+0000"),
        ["CodeSha256"] = Convert.ToBase64String(SHA256.HashData(function.Code)),
        ["Version"] = "$LATEST",
        ["Environment"] = new JsonObject { ["Variables"] = Texts(function.Variables) },
        ["RevisionId"] = function.RevisionId,
        ["State"] = "Active",
        ["LastUpdateStatus"] = "Successful",
        ["PackageType"] = "Zip",
        ["Architectures"] = new JsonArray("x86_64"),
    };

    private static JsonObject Texts(IReadOnlyDictionary<string, string> values) =>
        new(values.Select(value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value)));
}
