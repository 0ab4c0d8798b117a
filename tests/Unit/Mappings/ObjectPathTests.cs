using System.Text;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Amazon.DynamoDBv2.Model.Internal.MarshallTransformations;
using Amazon.Runtime.Internal.Transform;
using DynamoNamespace.Bench;
using DynamoNamespace.Bench.Trials;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Tests.Unit.Items;
using FsCheck.Fluent;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Mappings;

/// <summary>A scanned page comes out of the byte path as it comes out of the SDK's own objects: read, mapped and written by other code.</summary>
public sealed class ObjectPathTests
{
    private const string TableName = "limits";
    private static readonly Mapping Shipped = MappingText.ShippedFor(TrialTable.NamespaceId);

    [Fact]
    public void BytesAndObjectsMakeTheSameOfRandomItems() => Properties.ForAll(
        ItemGenerator.ItemsWith(
            ("PK", Gen.Frequency((1, Gen.Constant("SYSTEM#")), (4, ItemGenerator.Names.Select(name => $"ENTITY#{name}")), (2, ItemGenerator.Names), (1, ItemGenerator.Names.Select(name => $"x/{name}")))),
            ("SK", ItemGenerator.Names),
            ("GSI1PK", ItemGenerator.Names), ("GSI2PK", ItemGenerator.Names)),
        (item, random) =>
        {
            var page = $"{{\"ConsumedCapacity\":{{\"CapacityUnits\":1}},\"Count\":2,\"Items\":[{item.ToJsonString()},{Respelling.Of(item, random)}]}}";
            var expected = ThroughObjects(page);
            var actual = ThroughBytes(page);
            Assert.Equal(expected.Count, actual.Count);
            foreach (var (left, right) in expected.Zip(actual))
                ItemAssert.Equal(left, right);
        },
        tests: 500);

    private static List<JsonObject> ThroughBytes(string json)
    {
        var block = new ItemBlock();
        block.Append(json);
        using var page = AnswerReader.ReadScan(block, out _);
        var statements = new InsertStatements(TableName);
        var written = new List<JsonObject>();
        foreach (var item in page.Items)
        {
            if (Shipped.FindRule(item) is not { } rule)
                continue;
            using var mapped = new ItemBlock();
            Assert.True(rule.TryMap(item, mapped, out var target, out var problem), problem);
            using var body = new ItemBlock();
            statements.Write(body, target);
            written.Add(Item(Enumerable.Range(0, target.Count).Select(index => target.Name(index)), ItemText.Plain(body)));
        }

        return written;
    }

    private static List<JsonObject> ThroughObjects(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        var page = (ScanResponse)ScanResponseUnmarshaller.Instance.Unmarshall(new JsonUnmarshallerContext(stream, maintainResponseBody: false, responseData: null));
        var written = new List<JsonObject>();
        foreach (var item in page.Items.Where(ObjectMapping.IsOld))
        {
            ObjectMapping.Map(item);
            var request = new BatchExecuteStatementRequest { Statements = [ObjectMapping.Insert(TableName, item)] };
            using var body = BatchExecuteStatementRequestMarshaller.Instance.Marshall(request).ContentStream;
            written.Add(Item(item.Keys, JsonNode.Parse(body)!["Statements"]![0]!.AsObject()));
        }

        return written;
    }

    /// <summary>The item that a statement puts: its names with its parameters.</summary>
    private static JsonObject Item(IEnumerable<string> names, JsonObject statement) =>
        new(names.Zip(statement["Parameters"]!.AsArray()).Select(pair => KeyValuePair.Create(pair.First, (JsonNode?)pair.Second!.DeepClone())));
}
