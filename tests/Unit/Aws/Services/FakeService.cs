using System.Collections.Concurrent;
using System.Net;
using System.Text;
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
    private readonly HttpListener listener = new();
    private readonly ConcurrentQueue<WireRequest> requests = new();
    private readonly Queue<(int Status, string Body, string? ErrorType)> answers = new();
    private readonly Task serving;

    public FakeService()
    {
        Url = FakeDynamoDb.FreeUrl();
        listener.Prefixes.Add(Url);
        listener.Start();
        serving = Task.Run(ServeAsync);
    }

    public string Url { get; }

    public IReadOnlyList<WireRequest> Requests => [.. requests];

    public WireRequest Last => Requests[^1];

    /// <summary>A connection to it that needs nothing of the environment.</summary>
    public AwsServices Connect(string region = "eu-west-1") =>
        new(new ConnectionOptions { EndpointUrl = Url, Region = region, Credentials = () => new AccessKeys("AKIDEXAMPLE", "secret", null) });

    public FakeService Answer(string body, int status = 200, string? errorType = null)
    {
        answers.Enqueue((status, body, errorType));
        return this;
    }

    /// <summary>An answer of the query protocol.</summary>
    public FakeService AnswerQuery(string action, string result) =>
        Answer($"<{action}Response xmlns=\"http://example.com/doc/\"><{action}Result>{result}</{action}Result><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></{action}Response>");

    /// <summary>An error of the query protocol.</summary>
    public FakeService RefuseQuery(string code, string message, int status = 400) =>
        Answer($"<ErrorResponse xmlns=\"http://example.com/doc/\"><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>r-2</RequestId></ErrorResponse>", status);

    public void Dispose()
    {
        listener.Stop();
        listener.Close();
        serving.GetAwaiter().GetResult();
    }

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            try
            {
                await AnswerAsync(await listener.GetContextAsync());
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // The listener is closing, or the client did not wait.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        var headers = context.Request.Headers.AllKeys.ToDictionary(name => name!, name => context.Request.Headers[name]!, StringComparer.OrdinalIgnoreCase);
        requests.Enqueue(new WireRequest(context.Request.HttpMethod, context.Request.RawUrl!, await reader.ReadToEndAsync(), headers));
        var (status, body, errorType) = answers.Count > 1 ? answers.Dequeue() : answers.Peek();
        var bytes = Encoding.UTF8.GetBytes(body);
        context.Response.StatusCode = status;
        if (errorType is not null)
            context.Response.Headers["x-amzn-ErrorType"] = errorType;
        context.Response.ContentLength64 = bytes.Length;
        await context.Response.OutputStream.WriteAsync(bytes);
        context.Response.Close();
    }
}
