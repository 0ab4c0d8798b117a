using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Unit.Aws;

namespace DynamoNamespace.Tests.Unit.Prerequisites;

/// <summary>One endpoint for all services, which gives the answers that a test has written, by the operation's name.</summary>
internal sealed class FakeAccount : IDisposable
{
    private readonly FakeServer server;
    private readonly EnvironmentScope scope = new();
    private readonly ConcurrentDictionary<string, Func<string, (int Status, string Text)>> answers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Operation, string Path, string Text)> requests = new();

    public FakeAccount()
    {
        server = new FakeServer(Answer);
        Connection = new ConnectionOptions { EndpointUrl = server.Url, Region = "us-east-1" };
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
        server.Dispose();
        scope.Dispose();
    }

    private FakeAnswer Answer(HttpListenerRequest request, string text)
    {
        var operation = OperationOf(request, text);
        requests.Enqueue((operation, request.Url!.AbsolutePath, text));
        var (status, body) = answers.TryGetValue(operation, out var answer) ? answer(text) : (400, $$"""{"__type":"x#ValidationException","message":"The test has no answer to {{operation}}."}""");
        return new FakeAnswer(status, body);
    }

    private static string OperationOf(HttpListenerRequest request, string text)
    {
        if (request.Headers["X-Amz-Target"] is { } target)
            return target.Split('.')[^1];
        return text.Split('&').FirstOrDefault(part => part.StartsWith("Action=", StringComparison.Ordinal)) is { } action ? action["Action=".Length..] : "GetFunctionConfiguration";
    }
}
