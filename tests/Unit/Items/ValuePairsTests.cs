using DynamoNamespace.Engine.Items;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Items;

/// <summary>Every pair of these values: equal values in several spellings, and values that are easily taken for equal.</summary>
public sealed class ValuePairsTests
{
    private static readonly string[] Values =
    [
        """{"S":"1"}""", """{"S":"\u0031"}""", """{"S":"1.0"}""", """{"S":""}""", """{"S":" "}""", """{"S":"A"}""", """{"S":"\u0041"}""", """{"S":"a"}""",
        """{"S":"/"}""", """{"S":"\/"}""", """{"S":"é"}""", """{"S":"\u00e9"}""", """{"S":"\u00E9"}""", """{"S":"e\u0301"}""", """{"S":"🚀"}""", """{"S":"\ud83d\uDE80"}""",
        """{"S":"\n"}""", """{"S":"\u000a"}""", """{"S":"\\n"}""", """{"S":"AQ=="}""", """{"S":"true"}""",
        """{"N":"1"}""", """{"N":"1.0"}""", """{"N":"1e0"}""", """{"N":"10E-1"}""", """{"N":"0.1e+1"}""", """{"N":"01"}""", """{"N":"-1"}""", """{"N":"10"}""", """{"N":"1E+1"}""",
        """{"N":"0"}""", """{"N":"-0"}""", """{"N":"0.000"}""", """{"N":"0E+7"}""", """{"N":"0.1"}""", """{"N":".1"}""", """{"N":"0.1000000000000000055511151231257827021"}""",
        """{"N":"12345678901234567890123456789012345678"}""", """{"N":"12345678901234567890123456789012345678.0"}""", """{"N":"12345678901234567890123456789012345679"}""",
        """{"N":"1E+125"}""", """{"N":"1e125"}""", """{"N":"10E124"}""", """{"N":"9.9999999999999999999999999999999999999E+125"}""", """{"N":"1E-130"}""",
        """{"B":"AQ=="}""", """{"B":"AQA="}""", """{"B":""}""", """{"B":"+/8="}""", """{"B":"\u002B\/8="}""", """{"B":"+/4="}""",
        """{"BOOL":true}""", """{"BOOL":false}""", """{"NULL":true}""",
        """{"SS":["1"]}""", """{"SS":["1","a"]}""", """{"SS":["a","1"]}""", """{"SS":["\u0061","\u0031"]}""", """{"SS":["1a"]}""", """{"SS":[""]}""", """{"SS":["AQ=="]}""",
        """{"NS":["1"]}""", """{"NS":["1.0"]}""", """{"NS":["1","2"]}""", """{"NS":["2e0","10e-1"]}""", """{"NS":["12"]}""", """{"BS":["AQ=="]}""", """{"BS":["AQ==","Ag=="]}""",
        """{"BS":["Ag==","AQ=="]}""", """{"L":[]}""", """{"M":{}}""", """{"L":[{"S":"1"}]}""", """{"L":[{"S":"1"},{"S":"a"}]}""", """{"L":[{"S":"a"},{"S":"1"}]}""",
        """{"L":[{"SS":["1","a"]}]}""", """{"L":[{"SS":["a","1"]}]}""", """{"L":[{"L":[]}]}""", """{"L":[{"L":[]},{"L":[]}]}""", """{"L":[{"L":[{"L":[]}]}]}""", """{"L":[{"N":"1"}]}""", """{"L":[ {"N" : "1.0"} ]}""",
        """{"M":{"a":{"N":"1"}}}""", """{"M":{"\u0061":{"N":"1e0"}}}""", """{"M":{"b":{"N":"1"}}}""", """{"M":{"a":{"N":"1"},"b":{"N":"2"}}}""", """{"M":{"b":{"N":"2"},"a":{"N":"1"}}}""",
        """{"M":{"a":{"N":"2"},"b":{"N":"1"}}}""", """{"M":{"a":{"M":{}}}}""", """{"M":{"a":{"M":{"b":{"NULL":true}}}}}""", """{"M":{"a":{"NULL":true},"b":{"M":{}}}}""",
    ];

    [Fact]
    public void AreEqualExactlyWhereTheSupportsComparisonSaysSo()
    {
        var comparison = new ItemComparison();
        var canonical = new CanonicalItem();
        var (equal, different) = (0, 0);
        foreach (var left in Values)
        {
            foreach (var right in Values)
            {
                var expected = ItemAssert.AreEqual(DynamoJson.Parse(ItemWith(left)), DynamoJson.Parse(ItemWith(right)));
                var (a, b) = (ItemText.Parse(ItemWith(left)), ItemText.Parse(ItemWith(right)));
                Assert.True(comparison.AreEqual(a, b) == expected, $"{left} and {right}: expected {(expected ? "equal" : "different")}");
                Assert.True(canonical.Digest(a) == canonical.Digest(b) == expected, $"digests of {left} and {right}");
                Assert.Equal(expected ? [] : ["v"], comparison.DifferingAttributes(a, b));
                _ = expected ? equal++ : different++;
            }
        }

        Assert.True(equal > Values.Length + 50, $"{equal} equal pairs");
        Assert.True(different > 4000, $"{different} different pairs");
    }

    [Theory]
    [InlineData("""{"a":{"S":"x"}}""", """{"a":{"S":"x"},"b":{"S":""}}""")]
    [InlineData("""{"a":{"S":"x"}}""", """{"A":{"S":"x"}}""")]
    [InlineData("""{"a":{"S":"x"},"b":{"S":"y"}}""", """{"a":{"S":"y"},"b":{"S":"x"}}""")]
    [InlineData("""{"a":{"S":"x"}}""", "{}")]
    [InlineData("""{"ab":{"S":"c"}}""", """{"a":{"S":"bc"}}""")]
    public void ItemsThatDifferInTheirAttributesAreDifferent(string left, string right)
    {
        var (a, b) = (ItemText.Parse(left), ItemText.Parse(right));
        Assert.False(new ItemComparison().AreEqual(a, b));
        Assert.False(new ItemComparison().AreEqual(b, a));
        Assert.NotEqual(new CanonicalItem().Digest(a), new CanonicalItem().Digest(b));
    }

    /// <summary>The bits of the last character before the padding that belong to no byte are idle.</summary>
    [Theory]
    [InlineData("""{"B":"AQ=="}""", """{"B":"AR=="}""")]
    [InlineData("""{"B":"AQA="}""", """{"B":"AQD="}""")]
    [InlineData("""{"BS":["AQ==","Ag=="]}""", """{"BS":["Ah==","AR=="]}""")]
    public void TheIdleBitsOfBase64DoNotCount(string left, string right)
    {
        Assert.True(ItemAssert.AreEqual(DynamoJson.Parse(ItemWith(left)), DynamoJson.Parse(ItemWith(right))));
        Assert.True(new ItemComparison().AreEqual(ItemText.Parse(ItemWith(left)), ItemText.Parse(ItemWith(right))));
    }

    [Theory]
    [InlineData("""{"N":"1E\u002B2"}""", """{"N":"100"}""")]
    [InlineData("""{"NS":["\u0031"]}""", """{"NS":["1.0"]}""")]
    public void TheEscapesOfANumberDoNotCount(string left, string right)
    {
        Assert.True(ItemAssert.AreEqual(DynamoJson.Parse(ItemWith(left)), DynamoJson.Parse(ItemWith(right))));
        Assert.True(new ItemComparison().AreEqual(ItemText.Parse(ItemWith(left)), ItemText.Parse(ItemWith(right))));
    }

    [Fact]
    public void ValuesAsDeepAsDynamoDbAllowsAreCompared()
    {
        var deep = ItemWith(Deep("""{"N":"1"}"""));
        Assert.True(new ItemComparison().AreEqual(ItemText.Parse(deep), ItemText.Parse(ItemWith(Deep("""{"N":"1.0"}""")))));
        Assert.False(new ItemComparison().AreEqual(ItemText.Parse(deep), ItemText.Parse(ItemWith(Deep("""{"N":"1.1"}""")))));
    }

    [Fact]
    public void MoreThanABufferfulIsCompared()
    {
        var large = string.Join(',', Enumerable.Range(0, 3000).Select(number => $"\"a{number}\":{{\"SS\":[\"x{number}\",\"é\"]}}"));
        var reversed = string.Join(',', Enumerable.Range(0, 3000).Reverse().Select(number => $"\"a{number}\":{{\"SS\":[\"\\u00e9\",\"x{number}\"]}}"));
        var changed = reversed.Replace("x1234\"", "x1234 \"", StringComparison.Ordinal);
        var comparison = new ItemComparison();
        Assert.True(comparison.AreEqual(ItemText.Parse($"{{{large}}}"), ItemText.Parse($"{{{reversed}}}")));
        Assert.False(comparison.AreEqual(ItemText.Parse($"{{{large}}}"), ItemText.Parse($"{{{changed}}}")));
        Assert.Equal(["a1234"], comparison.DifferingAttributes(ItemText.Parse($"{{{large}}}"), ItemText.Parse($"{{{changed}}}")));
    }

    [Fact]
    public void AnInstanceThatHasComparedALargeItemComparesASmallOneRight()
    {
        var canonical = new CanonicalItem();
        var small = canonical.Digest(ItemText.Parse(ItemWith("""{"S":"x"}""")));
        canonical.Digest(ItemText.Parse(ItemWith($"{{\"S\":\"{new string('y', 50_000)}\"}}")));
        Assert.Equal(small, canonical.Digest(ItemText.Parse(ItemWith("""{"S":"x"}"""))));
    }

    private static string ItemWith(string value) => $"{{\"PK\":{{\"S\":\"p\"}},\"v\":{value}}}";

    /// <summary>32 levels, the value at the bottom counted.</summary>
    private static string Deep(string bottom) =>
        string.Concat(Enumerable.Repeat("""{"M":{"a":{"L":[""", 15)) + "{\"M\":{\"b\":" + bottom + "}}" + string.Concat(Enumerable.Repeat("]}}}", 15));
}
