using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.Http;
using DynamoNamespace.Tests.Support.Proxy;

namespace DynamoNamespace.Tests.Support.ControlPlane.Monitoring;

/// <summary>
/// The read units that queries and scans took of indexes, which CloudWatch tells. AWS tells them some minutes later and by the minute; here they are
/// there at once.
/// </summary>
internal sealed class ReadMeter
{
    private readonly ConcurrentQueue<ReadSample> _samples = new();

    public static bool IsOfIndex(AwsRequest request) => request.Body.Span.IndexOf("\"IndexName\""u8) >= 0;

    public void Count(AwsRequest request, ProxiedResponse answer)
    {
        if (answer.StatusCode != 200 || request.Json() is not { } body || body["IndexName"] is null)
            return;
        var units = (answer.Json()["ConsumedCapacity"] as JsonObject)?["CapacityUnits"]?.GetValue<double>() ?? 0.5;
        _samples.Enqueue(new ReadSample(body["TableName"]!.GetValue<string>(), body["IndexName"]!.GetValue<string>(), DateTimeOffset.UtcNow, units));
    }

    public void Forget() => _samples.Clear();

    public IEnumerable<ReadSample> Of(string table, string index, DateTimeOffset from, DateTimeOffset to) =>
        _samples.Where(sample => sample.Table == table && sample.Index == index && sample.At >= from && sample.At < to.AddMinutes(1));
}

/// <summary>A read of an index.</summary>
internal sealed record ReadSample(string Table, string Index, DateTimeOffset At, double Units);
