using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DynamoNamespace.Tests.Unit.Aws;

/// <summary>What a fake answers.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">XML or JSON.</param>
/// <param name="ErrorType">The error's type where it stands in a header; null for none.</param>
/// <param name="RetryAfter">The milliseconds that the client is asked to wait for; null where it is not asked.</param>
internal sealed record FakeAnswer(int Status, string Body, string? ErrorType = null, int? RetryAfter = null);

/// <summary>Listens on this machine and answers each request as it is told to, one after another.</summary>
internal sealed class FakeServer : IDisposable
{
    private readonly HttpListener listener = Listen();
    private readonly Func<HttpListenerRequest, string, FakeAnswer> answer;
    private readonly Task serving;

    /// <param name="answer">Is given a request and its body.</param>
    public FakeServer(Func<HttpListenerRequest, string, FakeAnswer> answer)
    {
        this.answer = answer;
        serving = Task.Run(ServeAsync);
    }

    public string Url => listener.Prefixes.Single();

    /// <summary>An address on this machine that nobody listened at a moment ago.</summary>
    public static string FreeUrl()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
    }

    public static Dictionary<string, string> HeadersOf(HttpListenerRequest request) =>
        request.Headers.AllKeys.ToDictionary(name => name!, name => request.Headers[name]!, StringComparer.OrdinalIgnoreCase);

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
        var (status, body, errorType, retryAfter) = answer(context.Request, await reader.ReadToEndAsync());
        try
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            context.Response.StatusCode = status;
            context.Response.ContentType = body.StartsWith('<') ? "text/xml" : "application/x-amz-json-1.0";
            if (errorType is not null)
                context.Response.Headers["x-amzn-ErrorType"] = errorType;
            if (retryAfter is { } milliseconds)
                context.Response.Headers["x-amz-retry-after"] = milliseconds.ToString(CultureInfo.InvariantCulture);
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
