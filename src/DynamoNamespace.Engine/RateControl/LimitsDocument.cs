using System.Text.Json;

namespace DynamoNamespace.Engine.RateControl;

/// <summary>
/// Reads a limits file: a JSON object of <c>maxReadUnits</c>, <c>maxWriteUnits</c> and <c>throttleLimit</c>. What is left out keeps the run's own
/// limit, and null takes a limit away. Comments are allowed.
/// </summary>
internal static class LimitsDocument
{
    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Puts what the file says in the place of the run's own limits.</summary>
    /// <exception cref="FormatException">It is no such file; the message says why, as a part of a sentence.</exception>
    public static RunLimits Read(string json, RunLimits own)
    {
        using var document = Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw new FormatException("it is no JSON object");
        var limits = own;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in document.RootElement.EnumerateObject())
        {
            if (!seen.Add(member.Name))
                throw new FormatException($"it has '{member.Name}' twice");
            limits = member.Name switch
            {
                "maxReadUnits" => limits with { Read = ReadUnits(member) },
                "maxWriteUnits" => limits with { Write = ReadUnits(member) },
                "throttleLimit" => limits with { Requests = ReadRequests(member), RequestsText = LimitsFile.Name },
                _ => throw new FormatException($"it has '{member.Name}', and only maxReadUnits, maxWriteUnits and throttleLimit are known"),
            };
        }

        return limits;
    }

    private static JsonDocument Parse(string json)
    {
        try
        {
            return JsonDocument.Parse(json, Options);
        }
        catch (JsonException error)
        {
            throw new FormatException($"it is no JSON ({error.Message.TrimEnd('.')})", error);
        }
    }

    private static UnitLimit ReadUnits(JsonProperty member)
    {
        if (member.Value.ValueKind == JsonValueKind.Null)
            return UnitLimit.None with { Text = $"no limit, by {LimitsFile.Name}" };
        if (member.Value.ValueKind != JsonValueKind.Number || !member.Value.TryGetDouble(out var units) || units <= 0 || !double.IsFinite(units))
            throw new FormatException($"{member.Name} is {member.Value.GetRawText()}, and it must be a number above 0, or null for no limit");
        var limit = UnitLimit.Of(units);
        return limit with { Text = $"{limit.Text}, by {LimitsFile.Name}" };
    }

    private static int ReadRequests(JsonProperty member)
    {
        if (member.Value.ValueKind == JsonValueKind.Null)
            return RunLimits.MaximumRequests;
        return member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt32(out var requests) && requests is >= 1 and <= RunLimits.MaximumRequests
            ? requests
            : throw new FormatException(FormattableString.Invariant(
                $"{member.Name} is {member.Value.GetRawText()}, and it must be a whole number from 1 to {RunLimits.MaximumRequests:N0}, or null for no limit"));
    }
}
