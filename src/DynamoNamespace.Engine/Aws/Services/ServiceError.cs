using System.Net;
using System.Text.Json;
using System.Xml;
using Amazon.Runtime.Internal.Transform;

namespace DynamoNamespace.Engine.Aws.Services;

/// <summary>
/// What a service says where it refuses: XML with <c>Error/Code</c> in the query protocol, JSON with <c>__type</c> or the header
/// <c>x-amzn-ErrorType</c> in the others (https://smithy.io/2.0/aws/protocols/index.html).
/// </summary>
internal sealed record ServiceError(string Code, string Message)
{
    public static ServiceError Read(byte[] body, IWebResponseData response, HttpStatusCode status)
    {
        var text = body.AsSpan().TrimStart(" \t\r\n"u8);
        try
        {
            if (text.StartsWith("<"u8))
                return ReadXml(body, status);
            if (text.StartsWith("{"u8))
                return ReadJson(body, Header(response, "x-amzn-ErrorType"), status);
        }
        catch (Exception error) when (error is XmlException or JsonException)
        {
            // A proxy's page, or an answer cut short: the status is all there is to tell.
        }

        return new ServiceError(CodeOf(Header(response, "x-amzn-ErrorType") ?? status.ToString()), $"it answered HTTP {(int)status} and no reason");
    }

    private static ServiceError ReadXml(byte[] body, HttpStatusCode status)
    {
        var root = ServiceXml.Parse(body);
        var error = root.Descendant("Error") ?? root;
        return new ServiceError(error.Text("Code") ?? status.ToString(), error.Text("Message") ?? $"it answered HTTP {(int)status}");
    }

    private static ServiceError ReadJson(byte[] body, string? typeHeader, HttpStatusCode status)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        var code = typeHeader ?? Member(root, "__type") ?? Member(root, "code") ?? Member(root, "Code") ?? status.ToString();
        var message = Member(root, "message") ?? Member(root, "Message") ?? $"it answered HTTP {(int)status}";
        return new ServiceError(CodeOf(code), message);
    }

    private static string? Member(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A code may stand behind a namespace (<c>com.amazonaws…#Code</c>) and before an address (<c>Code:http://…</c>).</summary>
    private static string CodeOf(string type) => type[(type.IndexOf('#', StringComparison.Ordinal) + 1)..].Split(':')[0];

    private static string? Header(IWebResponseData response, string name) => response.IsHeaderPresent(name) ? response.GetHeaderValue(name) : null;
}
