using DynamoNamespace.Engine.InPlace;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Tests.Unit.Migration;
using Xunit;

namespace DynamoNamespace.Tests.Unit.InPlace;

/// <summary>Mappings in place, written out in the tests.</summary>
internal static class InPlaceText
{
    public static InPlaceMapping Of(params string[] rules) => InPlaceMapping.Find(Bind(rules), TestTables.Limits, TestTables.Limits) ?? throw new Xunit.Sdk.XunitException("The mapping moves items.");

    public static InPlaceRule Rule(string rule) => Assert.Single(Of(rule).Rules);

    public static Mapping Bind(params string[] rules) => MappingLoader.Parse(
        $$"""{"format":"dynamonamespace/mapping/1","name":"test","key":{"partitionKey":{"name":"PK"},"sortKey":{"name":"SK"} },"rules":[{{string.Join(",", rules)}}]}""", "test.json")
        .Bind(new Dictionary<string, string>(StringComparer.Ordinal));
}
