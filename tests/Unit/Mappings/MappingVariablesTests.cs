using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Tests.Unit.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Mappings;

public sealed class MappingVariablesTests
{
    [Fact]
    public void AMissingValueIsNamedWithItsDescription()
    {
        var error = Assert.Throws<DdbException>(() => MappingLoader.Load(MappingText.Shipped).Bind(MappingText.Variables(("namespaceID", "x"))));
        Assert.Equal("MappingVariableMissing", error.ErrorId);
        Assert.Equal("namespaceId", error.Target);
        Assert.Contains("'zae-limiter-0.10' needs a value for 'namespaceId' (The opaque ID", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AValueThatNoVariableTakesIsRefusedAndTheVariablesAreNamed()
    {
        var error = Assert.Throws<DdbException>(() => MappingLoader.Load(MappingText.Shipped).Bind(MappingText.Variables(("namespaceId", "x"), ("tenant", "y"))));
        Assert.Equal(("MappingVariableUnknown", "tenant"), (error.ErrorId, error.Target));
        Assert.Contains("has no variable 'tenant': it has namespaceId.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a#")]
    [InlineData("a#\n")]
    public void AValueThatFailsItsPatternIsRefused(string value)
    {
        var error = Assert.Throws<DdbException>(() => MappingText.ShippedFor(value));
        Assert.Equal("MappingVariableInvalid", error.ErrorId);
        Assert.Equal(DdbErrorKind.InvalidArgument, error.Kind);
        Assert.Equal("namespaceId", error.Target);
        Assert.Contains($"'{value}' is no legal 'namespaceId'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a7x3kq")]
    [InlineData("default")]
    [InlineData("-abc_")]
    [InlineData("it's \"odd\" \\ \n 🚀")]
    public void AValueStandsInTheKeysAsItIs(string id)
    {
        var mapped = MappingText.ShippedFor(id).Map("""{"PK":{"S":"ENTITY#u"},"SK":{"S":"x"}}""")!;
        Assert.Equal(id + "/ENTITY#u", mapped["PK"]!["S"]!.GetValue<string>());
        Assert.Equal(id, mapped["GSI4PK"]!["S"]!.GetValue<string>());
    }

    [Fact]
    public void AVariableGoesBeforeAnAttributeOfItsName()
    {
        var mapping = MappingText.BindRule("""
            "match": { "PK": { "exists": true } }, "set": { "PK": "${id}/${PK}" }
            """, id: "ns");
        Assert.Equal("ns/p", mapping.Map("""{"PK":{"S":"p"},"id":{"S":"own"}}""")!["PK"]!["S"]!.GetValue<string>());
        Assert.Equal("ns", mapping.Variables["id"]);
    }

    [Fact]
    public void OneDocumentServesManyNamespaces()
    {
        var document = MappingLoader.Load(MappingText.Shipped);
        var ids = Enumerable.Range(0, 50).Select(number => $"ns{number}").ToList();
        Parallel.ForEach(ids, id =>
        {
            var mapping = document.Bind(MappingText.Variables(("namespaceId", id)));
            Parallel.For(0, 20, number => Assert.Equal(
                $"{id}/ENTITY#{number}",
                mapping.Map(ItemText.Parse($$$"""{"PK":{"S":"ENTITY#{{{number}}}"},"SK":{"S":"x"}}"""))!["PK"]!["S"]!.GetValue<string>()));
        });
    }
}
