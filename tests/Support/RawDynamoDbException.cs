using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DynamoNamespace.Tests.Support;

/// <summary>An error answer of DynamoDB.</summary>
public sealed class RawDynamoDbException : Exception
{
    private RawDynamoDbException(string message, int statusCode, string errorType)
        : base(message)
    {
        StatusCode = statusCode;
        ErrorType = errorType;
    }

    public int StatusCode { get; }

    /// <summary>The error's short name, as <c>ResourceNotFoundException</c>; empty where the answer names none.</summary>
    public string ErrorType { get; }

    internal static RawDynamoDbException From(string operation, int statusCode, byte[] body)
    {
        var text = Encoding.UTF8.GetString(body);
        var type = "";
        try
        {
            type = JsonNode.Parse(body)?["__type"]?.GetValue<string>() ?? "";
        }
        catch (JsonException)
        {
            // Not every error answer is JSON; its text is in the message.
        }

        var shortType = type[(type.IndexOf('#', StringComparison.Ordinal) + 1)..];
        return new RawDynamoDbException($"{operation} answered {statusCode}: {text}", statusCode, shortType);
    }
}
