using System.Globalization;
using System.Net.Http.Headers;

namespace DynamoNamespace.Bench.Trials;

/// <summary>Sends ready-made bodies and hands back the answers' bytes: no SDK, no signature, nothing read that is not asked for.</summary>
internal sealed class BareClient : IDisposable
{
    private readonly HttpClient http;
    private readonly Uri endpoint;

    public BareClient(string endpointUrl, int connections)
    {
        endpoint = new Uri(endpointUrl);
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = connections });
    }

    /// <summary>Sends a request and reads its answer into a buffer of the caller's, which grows where it is too small.</summary>
    public async Task<ReadOnlyMemory<byte>> SendAsync(string operation, ReadOnlyMemory<byte> body, MemoryStream buffer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0");
        request.Headers.Add("X-Amz-Target", $"DynamoDB_20120810.{operation}");
        // The engine wants both headers and checks neither.
        request.Headers.Add("X-Amz-Date", DateTimeOffset.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation(
            "Authorization", "AWS4-HMAC-SHA256 Credential=local/20250101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        buffer.SetLength(0);
        await answer.Content.CopyToAsync(buffer);
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    public void Dispose() => http.Dispose();
}
