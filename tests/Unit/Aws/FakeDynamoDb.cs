using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support;

namespace DynamoNamespace.Tests.Unit.Aws;

/// <summary>A request that reached the fake endpoint.</summary>
internal sealed record ReceivedRequest(string Operation, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonObject Body => DynamoJson.Parse(Text);
}

/// <summary>An endpoint on this machine that gives the answers a test has written, and keeps what it was asked.</summary>
internal sealed class FakeDynamoDb : IDisposable
{
    private readonly FakeServer server;
    private readonly ConcurrentDictionary<string, Func<JsonObject, (int Status, string Json)>> answers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<ReceivedRequest> requests = new();

    public FakeDynamoDb() => server = new FakeServer(Answer);

    public string Url => server.Url;

    public IReadOnlyList<ReceivedRequest> Requests => [.. requests];

    public FakeDynamoDb On(string operation, string json) => On(operation, _ => (200, json));

    public FakeDynamoDb On(string operation, Func<JsonObject, (int Status, string Json)> answer)
    {
        answers[operation] = answer;
        return this;
    }

    public static (int Status, string Json) Error(int status, string type, string message) =>
        (status, $$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{type}}","message":"{{message}}"}""");

    public int Count(string operation) => requests.Count(request => request.Operation == operation);

    public void Dispose() => server.Dispose();

    private FakeAnswer Answer(HttpListenerRequest request, string text)
    {
        var headers = FakeServer.HeadersOf(request);
        var received = new ReceivedRequest(headers["X-Amz-Target"].Split('.')[^1], text, headers);
        requests.Enqueue(received);
        var (status, json) = answers.TryGetValue(received.Operation, out var answer)
            ? answer(received.Body)
            : Error(400, "ValidationException", $"The test has no answer to {received.Operation}.");
        return new FakeAnswer(status, json);
    }
}
