using System.Collections.Concurrent;
using System.Net;
using DynamoNamespace.Engine.Aws;

namespace DynamoNamespace.Tests.Unit.Aws.Services;

/// <summary>A request as it came over the wire.</summary>
internal sealed record WireRequest(string Method, string Path, string Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The form of a request of the query protocol.</summary>
    public IReadOnlyDictionary<string, string> Form => Body.Split('&').Select(pair => pair.Split('=', 2))
        .ToDictionary(pair => Uri.UnescapeDataString(pair[0]), pair => Uri.UnescapeDataString(pair[1]), StringComparer.Ordinal);

    /// <summary>The Region and the service that it was signed for.</summary>
    public string Scope => string.Join('/', Headers["Authorization"].Split("Credential=")[1].Split(',')[0].Split('/')[2..4]);
}

/// <summary>An endpoint on this machine for services other than DynamoDB: gives prepared answers in turn, the last one again and again.</summary>
internal sealed class FakeService : IDisposable
{
    private readonly FakeServer server;
    private readonly ConcurrentQueue<WireRequest> requests = new();
    private readonly Queue<FakeAnswer> answers = new();

    public FakeService() => server = new FakeServer(Answer);

    public string Url => server.Url;

    public IReadOnlyList<WireRequest> Requests => [.. requests];

    public WireRequest Last => Requests[^1];

    /// <summary>A connection to it that needs nothing of the environment.</summary>
    public AwsServices Connect(string region = "eu-west-1") =>
        new(new ConnectionOptions { EndpointUrl = Url, Region = region, Credentials = () => new AccessKeys("AKIDEXAMPLE", "secret", null) });

    public FakeService Answer(string body, int status = 200, string? errorType = null)
    {
        answers.Enqueue(new FakeAnswer(status, body, errorType));
        return this;
    }

    /// <summary>An answer of the query protocol.</summary>
    public FakeService AnswerQuery(string action, string result) =>
        Answer($"<{action}Response xmlns=\"http://example.com/doc/\"><{action}Result>{result}</{action}Result><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></{action}Response>");

    /// <summary>An error of the query protocol.</summary>
    public FakeService RefuseQuery(string code, string message, int status = 400) =>
        Answer($"<ErrorResponse xmlns=\"http://example.com/doc/\"><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>r-2</RequestId></ErrorResponse>", status);

    public void Dispose() => server.Dispose();

    private FakeAnswer Answer(HttpListenerRequest request, string body)
    {
        var headers = FakeServer.HeadersOf(request);
        requests.Enqueue(new WireRequest(request.HttpMethod, request.RawUrl!, body, headers));
        return answers.Count > 1 ? answers.Dequeue() : answers.Peek();
    }
}
