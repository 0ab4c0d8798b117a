using System.Globalization;

namespace DynamoNamespace.Tests.Support.Proxy;

/// <summary>The request line and headers of an HTTP/1.1 request.</summary>
internal sealed record HttpRequestHead(string Method, string Path, Dictionary<string, string> Headers)
{
    public int ContentLength =>
        Headers.TryGetValue("Content-Length", out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : 0;

    public bool IsChunked => Has("Transfer-Encoding", "chunked");

    public bool ExpectsContinue => Has("Expect", "100-continue");

    public bool EndsConnection => Has("Connection", "close");

    /// <summary>The name after the dot of <c>DynamoDB_20120810.Scan</c>.</summary>
    public string Operation
    {
        get
        {
            var target = Headers.GetValueOrDefault("X-Amz-Target", "");
            return target[(target.IndexOf('.', StringComparison.Ordinal) + 1)..];
        }
    }

    public static HttpRequestHead Parse(string head)
    {
        var lines = head.Split("\r\n");
        var request = lines[0].Split(' ');
        if (request.Length != 3)
            throw new InvalidDataException($"'{lines[0]}' is not an HTTP/1.1 request line.");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
                throw new InvalidDataException($"'{line}' is not an HTTP header.");
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return new HttpRequestHead(request[0], request[1], headers);
    }

    private bool Has(string name, string value) =>
        Headers.TryGetValue(name, out var found) && found.Contains(value, StringComparison.OrdinalIgnoreCase);
}
