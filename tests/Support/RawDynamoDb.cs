using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace DynamoNamespace.Tests.Support;

/// <summary>
/// Sends DynamoDB requests as bare JSON over HTTP, without the AWS SDK, so that what a test sets up and looks at does
/// not pass through the code that it judges. For local endpoints only: requests carry a dummy signature.
/// </summary>
public sealed class RawDynamoDb : IDisposable
{
    private static readonly HashSet<string> StreamOperations =
        new(["ListStreams", "DescribeStream", "GetShardIterator", "GetRecords"], StringComparer.Ordinal);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Uri _endpoint;

    public RawDynamoDb(string endpointUrl) => _endpoint = new Uri(endpointUrl);

    /// <exception cref="RawDynamoDbException">The endpoint answered with an error.</exception>
    public Task<JsonObject> SendAsync(string operation, JsonObject body, CancellationToken cancellationToken = default) =>
        SendAsync(operation, DynamoJson.Serialize(body), cancellationToken);

    /// <inheritdoc cref="SendAsync(string, JsonObject, CancellationToken)"/>
    public async Task<JsonObject> SendAsync(
        string operation, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        var service = StreamOperations.Contains(operation) ? "DynamoDBStreams_20120810" : "DynamoDB_20120810";
        using var request = new HttpRequestMessage(HttpMethod.Post, _endpoint) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0");
        request.Headers.Add("X-Amz-Target", $"{service}.{operation}");
        // The engine wants both headers and checks neither.
        request.Headers.Add("X-Amz-Date", DateTimeOffset.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'"));
        request.Headers.TryAddWithoutValidation(
            "Authorization", "AWS4-HMAC-SHA256 Credential=local/20250101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0");

        using var response = await _http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? DynamoJson.Parse(text)
            : throw RawDynamoDbException.From(operation, (int)response.StatusCode, text);
    }

    public Task CreateTableAsync(JsonObject createTableRequest) => SendAsync("CreateTable", createTableRequest);

    public Task DeleteTableAsync(string tableName) => SendAsync("DeleteTable", new JsonObject { ["TableName"] = tableName });

    /// <summary>Writes all items, 25 a request, and again what the table did not take. It overwrites.</summary>
    public Task LoadAsync(string tableName, IEnumerable<JsonObject> items, CancellationToken cancellationToken = default) =>
        BatchLoad.RunAsync(this, tableName, items, cancellationToken);

    /// <summary>Reads the whole table, consistently.</summary>
    public async Task<TableContents> ScanAsync(string tableName, CancellationToken cancellationToken = default)
    {
        var contents = await EmptyContentsAsync(tableName, cancellationToken);
        var request = new JsonObject { ["TableName"] = tableName, ["ConsistentRead"] = true };
        while (true)
        {
            var page = await SendAsync("Scan", request, cancellationToken);
            foreach (var item in page["Items"]!.AsArray())
                contents.Add((JsonObject)item!.DeepClone());
            if (page["LastEvaluatedKey"] is not { } last)
                return contents;
            request["ExclusiveStartKey"] = last.DeepClone();
        }
    }

    /// <summary>The item, read consistently, or null where there is none.</summary>
    public async Task<JsonObject?> GetAsync(string tableName, string pk, string sk)
    {
        var answer = await SendAsync("GetItem", Keyed(tableName, pk, sk, ("ConsistentRead", true)));
        return (JsonObject?)answer["Item"]?.DeepClone();
    }

    public Task PutAsync(string tableName, JsonObject item) =>
        SendAsync("PutItem", new JsonObject { ["TableName"] = tableName, ["Item"] = item.DeepClone() });

    public Task DeleteAsync(string tableName, string pk, string sk) => SendAsync("DeleteItem", Keyed(tableName, pk, sk));

    public void Dispose() => _http.Dispose();

    private static JsonObject Keyed(string tableName, string pk, string sk, params (string Name, JsonNode Value)[] more)
    {
        var request = new JsonObject
        {
            ["TableName"] = tableName,
            ["Key"] = new JsonObject
            {
                ["PK"] = new JsonObject { ["S"] = pk },
                ["SK"] = new JsonObject { ["S"] = sk },
            },
        };
        foreach (var (name, value) in more)
            request[name] = value;
        return request;
    }

    private async Task<TableContents> EmptyContentsAsync(string tableName, CancellationToken cancellationToken)
    {
        var description = await SendAsync("DescribeTable", new JsonObject { ["TableName"] = tableName }, cancellationToken);
        var names = description["Table"]!["KeySchema"]!.AsArray()
            .ToDictionary(k => k!["KeyType"]!.GetValue<string>(), k => k!["AttributeName"]!.GetValue<string>(), StringComparer.Ordinal);
        return new TableContents(names["HASH"], names.GetValueOrDefault("RANGE"));
    }
}
