using System.Text.Json;
using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Tests.Unit.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.CatchUp.Streams;

public sealed class RecordReaderTests
{
    private const string Change =
        """{"ApproximateCreationDateTime":1750000000,"Keys":{"PK":{"S":"a"}},"OldImage":{"PK":{"S":"a"},"n":{"N":"1"}},"SequenceNumber":"7","SizeBytes":3,"StreamViewType":"NEW_AND_OLD_IMAGES"}""";

    [Fact]
    public void RecordsKeepTheirOrderTheirImagesAndTheirBytes()
    {
        using var page = Read("""
            {"NextShardIterator":"next","Records":[
              {"eventID":"1","eventName":"INSERT","eventVersion":"1.1","dynamodb":{"SequenceNumber":"100000000000000000001","Keys":{"PK":{"S":"\u0061"}},"NewImage":{"PK":{"S":"\u0061"},"n":{"N":"1.0"}},"ApproximateCreationDateTime":1.75E9},"awsRegion":"eu-west-1"},
              {"dynamodb":{"ApproximateCreationDateTime":1750000001.5,"Keys":{"PK":{"S":"b"}},"OldImage":{"PK":{"S":"b"},"NewImage":{"M":{"Keys":{"S":"x"}}}},"NewImage":{"PK":{"S":"b"}},"SequenceNumber":"2"},"eventName":"MODIFY"},
              {"eventName":"REMOVE","dynamodb":{"ApproximateCreationDateTime":1750000002,"Keys":{"PK":{"S":"c"},"SK":{"B":"AA=="}},"OldImage":{"PK":{"S":"c"},"SK":{"B":"AA=="}},"SequenceNumber":"3"}}
            ]}
            """);
        Assert.Equal("next", page.NextIterator);
        Assert.Equal([StreamEvent.Insert, StreamEvent.Modify, StreamEvent.Remove], page.Records.Select(record => record.Event).ToList());
        Assert.Equal(["100000000000000000001", "2", "3"], page.Records.Select(record => record.SequenceNumber).ToList());
        Assert.Equal(
            [DateTimeOffset.FromUnixTimeSeconds(1750000000), DateTimeOffset.FromUnixTimeMilliseconds(1750000001500), DateTimeOffset.FromUnixTimeSeconds(1750000002)],
            page.Records.Select(record => record.CreatedAt).ToList());
        Assert.Equal("""{"PK":{"S":"\u0061"}}""", page.Records[0].Keys.ToString());
        Assert.Equal([null, """{"PK":{"S":"b"},"NewImage":{"M":{"Keys":{"S":"x"}}}}""", """{"PK":{"S":"c"},"SK":{"B":"AA=="}}"""], page.Records.Select(record => record.OldImage?.ToString()).ToList());
        Assert.Equal(["""{"PK":{"S":"\u0061"},"n":{"N":"1.0"}}""", """{"PK":{"S":"b"}}""", null], page.Records.Select(record => record.NewImage?.ToString()).ToList());
        Assert.True(page.Records[0].NewImage!.Value.TryGetValue("n"u8, out _));
        Assert.DoesNotContain(page.Records, record => record.IsExpiry);
    }

    [Theory]
    [InlineData("REMOVE", """{"type":"Service","principalId":"dynamodb.amazonaws.com"}""", true)]
    [InlineData("REMOVE", """{"PrincipalId":"dynamodb.amazonaws.com","Type":"Service"}""", true)]
    [InlineData("REMOVE", """{"type":"Service","principalId":"someone.amazonaws.com"}""", false)]
    [InlineData("REMOVE", """{"type":"User","principalId":"dynamodb.amazonaws.com"}""", false)]
    [InlineData("REMOVE", """{"type":"Service"}""", false)]
    [InlineData("REMOVE", "{}", false)]
    [InlineData("REMOVE", "null", false)]
    [InlineData("MODIFY", """{"type":"Service","principalId":"dynamodb.amazonaws.com"}""", false)]
    public void OnlyARemovalByDynamoDbItselfIsAnExpiry(string name, string identity, bool expected)
    {
        using var page = Read($$"""{"Records":[{"eventName":"{{name}}","userIdentity":{{identity}},"dynamodb":{{Change}}},{"eventName":"REMOVE","dynamodb":{{Change}}}]}""");
        Assert.Equal([expected, false], page.Records.Select(record => record.IsExpiry).ToList());
    }

    [Theory]
    [InlineData("""{"Records":[]}""")]
    [InlineData("""{"NextShardIterator":null,"Records":[]}""")]
    [InlineData("{}")]
    public void AShardsEndHasNoNextIterator(string answer)
    {
        using var page = Read(answer);
        Assert.Empty(page.Records);
        Assert.Null(page.NextIterator);
    }

    [Theory]
    [InlineData("""{"Records":[{"eventName":"REMOVE","dynamodb":{"Keys":{"PK":{"S":"a"}}""")]
    [InlineData("""{"Records":[{"eventName":"TRUNCATE","dynamodb":CHANGE}]}""")]
    [InlineData("""{"Records":[{"dynamodb":CHANGE}]}""")]
    [InlineData("""{"Records":[{"eventName":"REMOVE"}]}""")]
    [InlineData("""{"Records":[{"eventName":"REMOVE","dynamodb":{"Keys":{"PK":{"S":"a"}},"SequenceNumber":"1"}}]}""")]
    [InlineData("""{"Records":[{"eventName":"REMOVE","dynamodb":{"Keys":{"PK":{"S":"a"}},"ApproximateCreationDateTime":1}}]}""")]
    [InlineData("""{"Records":[{"eventName":"REMOVE","dynamodb":{"SequenceNumber":"1","ApproximateCreationDateTime":1}}]}""")]
    [InlineData("<html>502</html>")]
    [InlineData("")]
    public void WhatIsNoRecordIsNotPassedOver(string answer) =>
        Assert.ThrowsAny<JsonException>(() => Read(answer.Replace("CHANGE", Change, StringComparison.Ordinal)).Dispose());

    private static RecordPage Read(string answer)
    {
        var block = new ItemBlock();
        block.Append(ItemText.Bytes(answer));
        return RecordReader.ReadPage(block);
    }
}
