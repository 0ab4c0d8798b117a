using System.Buffers;
using System.Text.Json;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws.Services;

namespace DynamoNamespace.Engine.Aws.CloudWatchLogs;

/// <summary>CloudWatch Logs over its JSON protocol.</summary>
internal sealed class CloudWatchLogsClient(ServiceClient client) : ICloudWatchLogs
{
    private const string TargetPrefix = "Logs_20140328";

    public async Task<IReadOnlyList<LogEvent>?> FilterEventsAsync(string logGroup, string pattern, DateTimeOffset since, int limit, CancellationToken cancellationToken)
    {
        var events = new List<LogEvent>();
        string? next = null;
        try
        {
            // A page may be empty and yet not the last.
            do
            {
                using var page = await client.JsonAsync(TargetPrefix, "FilterLogEvents", Body(logGroup, pattern, since, next), cancellationToken);
                if (page.RootElement.TryGetProperty("events", out var found))
                    events.AddRange(found.EnumerateArray().Select(Read));
                next = page.RootElement.TryGetProperty("nextToken", out var token) ? token.GetString() : null;
            }
            while (next is not null && events.Count < limit);
        }
        catch (AmazonServiceException error) when (error.ErrorCode == "ResourceNotFoundException")
        {
            return null;
        }

        return events.Count <= limit ? events : events.GetRange(0, limit);
    }

    private static byte[] Body(string logGroup, string pattern, DateTimeOffset since, string? next)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("logGroupName", logGroup);
            json.WriteString("filterPattern", pattern);
            json.WriteNumber("startTime", since.ToUnixTimeMilliseconds());
            if (next is not null)
                json.WriteString("nextToken", next);
            json.WriteEndObject();
        }

        return body.WrittenSpan.ToArray();
    }

    private static LogEvent Read(JsonElement found) => new(
        DateTimeOffset.FromUnixTimeMilliseconds(found.TryGetProperty("timestamp", out var at) ? at.GetInt64() : 0),
        found.TryGetProperty("message", out var message) ? message.GetString() ?? "" : "");
}
