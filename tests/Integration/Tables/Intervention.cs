using System.Text;
using DynamoNamespace.Tests.Support.Proxy;

namespace DynamoNamespace.Tests.Integration.Tables;

/// <summary>Something that a test does at the moment when a certain request passes the proxy, once.</summary>
internal sealed class Intervention(Func<ProxiedRequest, bool> when, Func<Task> act)
{
    private int _begun;

    /// <summary>Whether the moment came; a test that did not meet it has shown nothing.</summary>
    public bool Happened { get; private set; }

    public async Task MeetAsync(ProxiedRequest request)
    {
        if (!when(request) || Interlocked.Exchange(ref _begun, 1) == 1)
            return;
        await act();
        Happened = true;
    }

    /// <summary>A write to this key by a batch of statements or by a call of its own.</summary>
    public static bool Writes(ProxiedRequest request, string verb, string pk) => request.Operation switch
    {
        "BatchExecuteStatement" => Body(request).Contains($"\"Statement\":\"{verb} ", StringComparison.Ordinal) && Names(request, pk),
        "DeleteItem" => verb == "DELETE" && Names(request, pk),
        "PutItem" => verb == "INSERT" && Names(request, pk),
        _ => false,
    };

    public static bool Names(ProxiedRequest request, string pk) => Body(request).Contains($"\"{pk}\"", StringComparison.Ordinal);

    private static string Body(ProxiedRequest request) => Encoding.UTF8.GetString(request.Body.Span);
}
