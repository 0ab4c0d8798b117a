using System.Threading.Channels;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Tests.Support;

namespace DynamoNamespace.Bench.Trials;

/// <summary>
/// The same copy through plain SDK objects: a parallel scan, the mapping in code, the same INSERT statements, 25 a request, with as many tasks that
/// scan and that write as the migration has.
/// </summary>
internal static class ObjectCopy
{
    private const int BatchSize = 25;

    public static async Task<TrialWork> RunAsync(TrialTarget target)
    {
        using var client = DynoxideServer.ClientFor(target.EndpointUrl);
        var counts = new Counts();
        var batches = Channel.CreateBounded<List<BatchStatementRequest>>(target.Writers);
        var writers = Enumerable.Range(0, target.Writers).Select(_ => Task.Run(() => WriteAsync(client, batches.Reader, counts))).ToList();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, target.Scanners).Select(_ => Task.Run(async () =>
        {
            for (int segment; (segment = Interlocked.Increment(ref next)) < target.Segments;)
                await ScanAsync(client, target, segment, batches.Writer, counts);
        })));
        batches.Writer.Complete();
        await Task.WhenAll(writers);
        return new TrialWork(counts.Items, counts.Requests);
    }

    private static async Task ScanAsync(IAmazonDynamoDB client, TrialTarget target, int segment, ChannelWriter<List<BatchStatementRequest>> batches, Counts counts)
    {
        var batch = new List<BatchStatementRequest>(BatchSize);
        var request = new ScanRequest { TableName = target.TableName, Segment = segment, TotalSegments = target.Segments, ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL };
        do
        {
            var page = await client.ScanAsync(request);
            counts.Add(requests: 1, items: 0);
            foreach (var item in page.Items.Where(ObjectMapping.IsOld))
            {
                ObjectMapping.Map(item);
                batch.Add(ObjectMapping.Insert(target.TableName, item));
                if (batch.Count == BatchSize)
                {
                    await batches.WriteAsync(batch);
                    batch = new List<BatchStatementRequest>(BatchSize);
                }
            }

            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
        if (batch.Count > 0)
            await batches.WriteAsync(batch);
    }

    private static async Task WriteAsync(IAmazonDynamoDB client, ChannelReader<List<BatchStatementRequest>> batches, Counts counts)
    {
        await foreach (var batch in batches.ReadAllAsync())
        {
            var answer = await client.BatchExecuteStatementAsync(new BatchExecuteStatementRequest { Statements = batch, ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL });
            counts.Add(requests: 1, items: answer.Responses.Count(response => response.Error is null));
        }
    }

    private sealed class Counts
    {
        private long items;
        private long requests;

        public long Items => Interlocked.Read(ref items);

        public long Requests => Interlocked.Read(ref requests);

        public void Add(int requests, int items)
        {
            Interlocked.Add(ref this.requests, requests);
            Interlocked.Add(ref this.items, items);
        }
    }
}
