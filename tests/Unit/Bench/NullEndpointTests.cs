using System.Text;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Bench.NullEndpoint;
using DynamoNamespace.Bench.Trials;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Tests.Support;
using Xunit;
using AttributeValue = Amazon.DynamoDBv2.Model.AttributeValue;

namespace DynamoNamespace.Tests.Unit.Bench;

/// <summary>The endpoint that the client is measured on: it must give what DynamoDB would, or the figures mean nothing.</summary>
public sealed class NullEndpointTests : IDisposable
{
    private readonly NullServer server = new(pages: 3);
    private readonly IAmazonDynamoDB client;

    public NullEndpointTests() => client = DynoxideServer.ClientFor(server.EndpointUrl);

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
    }

    [Theory]
    [InlineData("items-0", 4, null)]
    [InlineData("items-1", 4, null)]
    [InlineData("items-9999", 1, null)]
    [InlineData("items-12345", 7, 1000)]
    [InlineData("items-3000-of-4096", 3, null)]
    public async Task TheItemsOfAllSegmentsAreTheTables(string table, int segments, int? limit)
    {
        var expected = NullTable.Find(table)!;
        var description = (await client.DescribeTableAsync(table)).Table;
        Assert.Equal(expected.Items, description.ItemCount);
        var items = 0;
        for (var segment = 0; segment < segments; segment++)
        {
            var request = new ScanRequest { TableName = table, Segment = segment, TotalSegments = segments, Limit = limit, ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL };
            var ofSegment = 0;
            do
            {
                // The SDK checks the checksum of each answer.
                var page = await client.ScanAsync(request);
                Assert.Equal(page.Count ?? 0, page.Items?.Count ?? 0);
                Assert.InRange(page.Count ?? 0, 0, limit ?? int.MaxValue);
                Assert.All(page.Items ?? [], item => Assert.True(item["PK"].S.Length > 0 && item["SK"].S.Length > 0));
                Assert.InRange(page.ConsumedCapacity.CapacityUnits!.Value, 0, 128);
                ofSegment += page.Count ?? 0;
                request.ExclusiveStartKey = page.LastEvaluatedKey;
            }
            while (request.ExclusiveStartKey is { Count: > 0 });
            Assert.Equal(expected.ItemsOf(segment, segments), ofSegment);
            items += ofSegment;
        }

        Assert.Equal(expected.Items, items);
        Assert.Equal(expected.Items, server.Service.Counts.Snapshot().Reads);
    }

    [Fact]
    public async Task APageIsOneMegabyteAsDynamoDbCounts()
    {
        var page = await client.ScanAsync(new ScanRequest { TableName = "items-1000000-of-4096", Segment = 0, TotalSegments = 1 });
        Assert.Equal(256, page.Count);
        Assert.Equal("256/1", page.LastEvaluatedKey["SK"].S);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(200)]
    [InlineData(1024)]
    [InlineData(40_960)]
    public void AnItemOfASizeHasThatSize(int bytes)
    {
        foreach (var item in SampleItems.Sized(50, bytes))
            Assert.Equal(bytes, ItemSize.Of(ItemReader.Parse(Encoding.UTF8.GetBytes(item.ToJsonString()))));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(25, true)]
    [InlineData(25, false)]
    public async Task EachStatementSucceeds(int statements, bool wantsCapacity)
    {
        var answer = await client.BatchExecuteStatementAsync(new BatchExecuteStatementRequest
        {
            ReturnConsumedCapacity = wantsCapacity ? ReturnConsumedCapacity.TOTAL : ReturnConsumedCapacity.NONE,
            // Neither a value nor an attribute that looks like the start of a statement is one.
            Statements = [.. Enumerable.Range(0, statements).Select(_ => new BatchStatementRequest
            {
                Statement = "INSERT INTO \"t\" VALUE {'PK': ?, 'm': ?}",
                Parameters = [new AttributeValue("\"Statement\":\""), new AttributeValue { M = new(StringComparer.Ordinal) { ["Statement"] = new AttributeValue("x") } }],
            })],
        });
        Assert.Equal(statements, answer.Responses.Count);
        Assert.All(answer.Responses, response => Assert.Null(response.Error));
        Assert.Equal(wantsCapacity ? statements : (double?)null, answer.ConsumedCapacity?.Sum(capacity => capacity.CapacityUnits));
        Assert.Equal(statements, server.Service.Counts.Snapshot().Writes);
    }

    [Theory]
    [InlineData(ClientTrial.Copy)]
    [InlineData(ClientTrial.Objects)]
    [InlineData(ClientTrial.Serial)]
    public async Task EachTrialCopiesEveryItemOnce(string method)
    {
        var result = (await ClientTrial.RunAsync(method, server.EndpointUrl, [(new NullTable(3_210), 4)], warmUp: 0)).Single();
        Assert.Equal(3_210, result.Items);
        Assert.InRange(result.RequestsPerItem, 0.04, 1.1);
        Assert.True(result.Seconds > 0 && result.CpuSeconds > 0 && result.AllocatedBytes > 0 && result.PeakBytes > 0);
    }

    [Fact]
    public async Task ATableOfAnotherNameIsNotThere() =>
        await Assert.ThrowsAsync<ResourceNotFoundException>(() => client.DescribeTableAsync("orders"));
}
