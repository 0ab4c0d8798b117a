using System.Globalization;
using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.Http;
using DynamoNamespace.Tests.Support.Proxy;

namespace DynamoNamespace.Tests.Support.ControlPlane.Logs;

/// <summary>CloudWatch Logs. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html</summary>
internal sealed class LogsService(object gate, LogStore store) : IAwsService
{
    private const int LargestPage = 10_000;

    public Task<ProxiedResponse> AnswerAsync(AwsRequest request, CancellationToken cancellationToken)
    {
        Func<AwsRequest, JsonObject, JsonObject?> action = request.Action switch
        {
            "CreateLogGroup" => CreateLogGroup,
            "DescribeLogGroups" => DescribeLogGroups,
            "CreateLogStream" => CreateLogStream,
            "PutLogEvents" => PutLogEvents,
            "FilterLogEvents" => FilterLogEvents,
            _ => throw new AwsException("UnknownOperationException", ""),
        };
        lock (gate)
        {
            var answer = action(request, request.Json());
            return Task.FromResult(answer is null
                ? new ProxiedResponse(200, Answer.Headers("application/x-amz-json-1.1", request.Id), default)
                : Answer.Json(request, answer));
        }
    }

    private JsonObject? CreateLogGroup(AwsRequest request, JsonObject body)
    {
        store.Create(request.Region, Text(body, "logGroupName"));
        return null;
    }

    private JsonObject DescribeLogGroups(AwsRequest request, JsonObject body)
    {
        var prefix = body["logGroupNamePrefix"]?.GetValue<string>() ?? "";
        return new JsonObject
        {
            ["logGroups"] = new JsonArray([.. store.Groups.Where(group => group.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(group => (JsonNode)new JsonObject
            {
                ["logGroupName"] = group.Name,
                ["creationTime"] = group.CreatedAt.ToUnixTimeMilliseconds(),
                ["metricFilterCount"] = 0,
                ["arn"] = group.Arn + ":*",
                ["logGroupArn"] = group.Arn,
                ["storedBytes"] = 0,
            })]),
        };
    }

    private JsonObject? CreateLogStream(AwsRequest request, JsonObject body) =>
        store.Get(Text(body, "logGroupName")).Streams.Add(Text(body, "logStreamName"))
            ? null
            : throw new AwsException("ResourceAlreadyExistsException", "The specified log stream already exists");

    private JsonObject PutLogEvents(AwsRequest request, JsonObject body)
    {
        var group = store.Get(Text(body, "logGroupName"));
        var stream = Text(body, "logStreamName");
        if (!group.Streams.Contains(stream))
            throw new AwsException("ResourceNotFoundException", "The specified log stream does not exist.");
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        foreach (var entry in body["logEvents"]!.AsArray())
        {
            group.Events.Add(new LogEvent(
                group.Events.Count.ToString("D56", CultureInfo.InvariantCulture), stream, entry!["timestamp"]!.GetValue<long>(), now, entry["message"]!.GetValue<string>()));
        }

        return new JsonObject { ["nextSequenceToken"] = group.Events.Count.ToString("D56", CultureInfo.InvariantCulture) };
    }

    private JsonObject FilterLogEvents(AwsRequest request, JsonObject body)
    {
        var name = body["logGroupName"]?.GetValue<string>() ?? body["logGroupIdentifier"]?.GetValue<string>().Split(':')[^1]
            ?? throw new AwsException("InvalidParameterException", "Exactly one of logGroupName or logGroupIdentifier must be specified.");
        var from = body["startTime"]?.GetValue<long>() ?? 0;
        var to = body["endTime"]?.GetValue<long>() ?? long.MaxValue;
        var limit = body["limit"]?.GetValue<int>() ?? LargestPage;
        if (limit is < 1 or > LargestPage)
            throw new AwsException("InvalidParameterException", $"1 validation error detected: Value '{limit}' at 'limit' failed to satisfy constraint: Member must have value less than or equal to {LargestPage}");
        var pattern = new FilterPattern(body["filterPattern"]?.GetValue<string>() ?? "");
        var found = store.Get(name).Events.Where(e => e.Time >= from && e.Time <= to && pattern.Matches(e.Message)).OrderBy(e => e.Time).ThenBy(e => e.Id, StringComparer.Ordinal).ToList();

        var start = 0;
        if (body["nextToken"]?.GetValue<string>() is { } token && (start = found.FindIndex(e => e.Id == token)) < 0)
            throw new AwsException("InvalidParameterException", "The specified nextToken is invalid.");
        var page = found.Skip(start).Take(limit);
        var answer = new JsonObject { ["events"] = new JsonArray([.. page.Select(Describe)]), ["searchedLogStreams"] = new JsonArray() };
        if (start + limit < found.Count)
            answer["nextToken"] = found[start + limit].Id;
        return answer;
    }

    private static JsonNode Describe(LogEvent entry) => new JsonObject
    {
        ["logStreamName"] = entry.Stream,
        ["timestamp"] = entry.Time,
        ["message"] = entry.Message,
        ["ingestionTime"] = entry.IngestedAt,
        ["eventId"] = entry.Id,
    };

    private static string Text(JsonObject body, string name) => body[name]?.GetValue<string>() ?? throw new AwsException(
        "InvalidParameterException", $"1 validation error detected: Value null at '{name}' failed to satisfy constraint: Member must not be null");
}
