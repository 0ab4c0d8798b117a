using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Unit.Aws;

namespace DynamoNamespace.Tests.Unit.Prerequisites;

/// <summary>One endpoint for all services, which gives the answers that a test has written, by the operation's name.</summary>
internal sealed class FakeAccount : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly EnvironmentScope scope = new();
    private readonly ConcurrentDictionary<string, Func<string, (int Status, string Text)>> answers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Operation, string Path, string Text)> requests = new();
    private readonly Task serving;

    public FakeAccount()
    {
        listener.Prefixes.Add(FakeDynamoDb.FreeUrl());
        listener.Start();
        Connection = new ConnectionOptions { EndpointUrl = listener.Prefixes.Single(), Region = "us-east-1" };
        serving = Task.Run(ServeAsync);
    }

    public ConnectionOptions Connection { get; }

    public IReadOnlyList<string> RequestsOf(string operation) => [.. requests.Where(request => request.Operation == operation).Select(request => request.Text)];

    public IReadOnlyList<string> PathsOf(string operation) => [.. requests.Where(request => request.Operation == operation).Select(request => request.Path)];

    public FakeAccount On(string operation, string text) => On(operation, _ => (200, text));

    public FakeAccount On(string operation, Func<string, (int Status, string Text)> answer)
    {
        answers[operation] = answer;
        return this;
    }

    /// <summary>An answer by a table's call, whose request is JSON.</summary>
    public FakeAccount OnTable(string operation, Func<JsonObject, string> answer) => On(operation, text => (200, answer(DynamoJson.Parse(text))));

    /// <summary>Refuses as each protocol does.</summary>
    public FakeAccount Refuse(string operation, string code, int status = 400, bool isXml = false) => On(operation, _ => (status, isXml
        ? $"<ErrorResponse><Error><Code>{code}</Code><Message>The test refuses {operation}.</Message></Error></ErrorResponse>"
        : $$"""{"__type":"com.amazonaws#{{code}}","message":"The test refuses {{operation}}."}"""));

    public void Dispose()
    {
        listener.Stop();
        listener.Close();
        serving.GetAwaiter().GetResult();
        scope.Dispose();
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
        var text = await reader.ReadToEndAsync();
        var operation = OperationOf(context.Request, text);
        requests.Enqueue((operation, context.Request.Url!.AbsolutePath, text));
        var (status, body) = answers.TryGetValue(operation, out var answer) ? answer(text) : (400, $$"""{"__type":"x#ValidationException","message":"The test has no answer to {{operation}}."}""");
        try
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            context.Response.StatusCode = status;
            context.Response.ContentType = body.StartsWith('<') ? "text/xml" : "application/x-amz-json-1.0";
            context.Response.ContentLength64 = bytes.Length;
            await context.Response.OutputStream.WriteAsync(bytes);
            context.Response.Close();
        }
        catch (Exception error) when (error is HttpListenerException or InvalidOperationException)
        {
            // The client did not wait for the answer.
        }
    }

    private static string OperationOf(HttpListenerRequest request, string text)
    {
        if (request.Headers["X-Amz-Target"] is { } target)
            return target.Split('.')[^1];
        return text.Split('&').FirstOrDefault(part => part.StartsWith("Action=", StringComparison.Ordinal)) is { } action ? action["Action=".Length..] : "GetFunctionConfiguration";
    }
}
