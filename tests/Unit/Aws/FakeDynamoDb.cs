using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
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
    private readonly HttpListener listener;
    private readonly ConcurrentDictionary<string, Func<JsonObject, (int Status, string Json)>> answers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<ReceivedRequest> requests = new();
    private readonly Task serving;

    public FakeDynamoDb()
    {
        listener = Listen();
        Url = listener.Prefixes.Single();
        serving = Task.Run(ServeAsync);
    }

    public string Url { get; }

    public IReadOnlyList<ReceivedRequest> Requests => [.. requests];

    public FakeDynamoDb On(string operation, string json) => On(operation, _ => (200, json));

    public FakeDynamoDb On(string operation, Func<JsonObject, (int Status, string Json)> answer)
    {
        answers[operation] = answer;
        return this;
    }

    /// <summary>An address on this machine that nobody listened at a moment ago.</summary>
    public static string FreeUrl()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
    }

    public static (int Status, string Json) Error(int status, string type, string message) =>
        (status, $$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{type}}","message":"{{message}}"}""");

    public int Count(string operation) => requests.Count(request => request.Operation == operation);

    public void Dispose()
    {
        listener.Stop();
        listener.Close();
        serving.GetAwaiter().GetResult();
    }

    /// <summary>Someone else may take a free port first.</summary>
    private static HttpListener Listen()
    {
        for (var attempt = 0; ; attempt++)
        {
            var candidate = new HttpListener();
            candidate.Prefixes.Add(FreeUrl());
            try
            {
                candidate.Start();
                return candidate;
            }
            catch (HttpListenerException) when (attempt < 5)
            {
                candidate.Close();
            }
        }
    }

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            await AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        var headers = context.Request.Headers.AllKeys.ToDictionary(name => name!, name => context.Request.Headers[name]!, StringComparer.OrdinalIgnoreCase);
        var operation = headers["X-Amz-Target"].Split('.')[^1];
        var request = new ReceivedRequest(operation, await reader.ReadToEndAsync(), headers);
        requests.Enqueue(request);
        var (status, json) = answers.TryGetValue(operation, out var answer)
            ? answer(request.Body)
            : Error(400, "ValidationException", $"The test has no answer to {operation}.");
        try
        {
            var bytes = Encoding.UTF8.GetBytes(json);
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/x-amz-json-1.0";
            context.Response.ContentLength64 = bytes.Length;
            await context.Response.OutputStream.WriteAsync(bytes);
            context.Response.Close();
        }
        catch (Exception error) when (error is HttpListenerException or InvalidOperationException)
        {
            // The client did not wait for the answer, and the listener may have closed the connection meanwhile.
        }
    }
}
