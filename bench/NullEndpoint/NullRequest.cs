using System.Text.Json;

namespace DynamoNamespace.Bench.NullEndpoint;

/// <summary>The members of a request that the null endpoint answers by.</summary>
internal sealed record NullRequest(string Table, int Segment, int TotalSegments, int? Limit, string? StartKey, string? KeyText)
{
    /// <summary>Reads a request that is not a batch of statements.</summary>
    public static NullRequest Read(ReadOnlySpan<byte> body)
    {
        var request = new NullRequest("", 0, 1, null, null, null);
        var reader = new Utf8JsonReader(body);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            request = name switch
            {
                "TableName" => request with { Table = reader.GetString() ?? "" },
                "Segment" => request with { Segment = reader.GetInt32() },
                "TotalSegments" => request with { TotalSegments = reader.GetInt32() },
                "Limit" => request with { Limit = reader.GetInt32() },
                "ExclusiveStartKey" => request with { StartKey = SortKey(ref reader) },
                "Key" => request with { KeyText = SortKey(ref reader) },
                "RequestItems" => request with { Table = FirstName(reader) },
                _ => request,
            };
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                reader.Skip();
        }

        return request;
    }

    private static string FirstName(Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.PropertyName ? reader.GetString() ?? "" : "";
    }

    private static string? SortKey(ref Utf8JsonReader reader)
    {
        string? found = null;
        var isSortKey = false;
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == depth + 1)
                isSortKey = reader.ValueTextEquals("SK"u8);
            else if (reader.TokenType == JsonTokenType.String && isSortKey)
                found = reader.GetString();
        }

        return found;
    }
}
