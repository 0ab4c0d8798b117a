using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DynamoNamespace.Bench.Trials;

/// <summary>A parallel scan that throws its pages away: the least that reading every item once can cost.</summary>
internal static class BareScan
{
    public static async Task<TrialWork> RunAsync(TrialTarget target)
    {
        using var client = new BareClient(target.EndpointUrl, target.Writers);
        var (items, requests, next) = (0L, 0L, -1);
        await Task.WhenAll(Enumerable.Range(0, target.Scanners).Select(_ => Task.Run(async () =>
        {
            using var buffer = new MemoryStream();
            for (int segment; (segment = Interlocked.Increment(ref next)) < target.Segments;)
            {
                string? startKey = null;
                do
                {
                    var page = await client.SendAsync("Scan", Request(target, segment, startKey), buffer);
                    (var count, startKey) = Read(page.Span);
                    Interlocked.Add(ref items, count);
                    Interlocked.Increment(ref requests);
                }
                while (startKey is not null);
            }
        })));
        return new TrialWork(items, requests);
    }

    private static byte[] Request(TrialTarget target, int segment, string? startKey) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"{{\"TableName\":\"{target.TableName}\",\"Segment\":{segment},\"TotalSegments\":{target.Segments}{(startKey is null ? "" : ",\"ExclusiveStartKey\":" + startKey)}}}"));

    private static (long Count, string? LastKey) Read(ReadOnlySpan<byte> page)
    {
        var (count, lastKey) = (0L, (string?)null);
        var reader = new Utf8JsonReader(page, new JsonReaderOptions { MaxDepth = 128 });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("Count"u8))
            {
                reader.Read();
                count = reader.GetInt64();
            }
            else if (reader.ValueTextEquals("LastEvaluatedKey"u8))
            {
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                lastKey = Encoding.UTF8.GetString(page[start..(int)reader.BytesConsumed]);
            }
            else
            {
                reader.Skip();
            }
        }

        return (count, lastKey);
    }
}
