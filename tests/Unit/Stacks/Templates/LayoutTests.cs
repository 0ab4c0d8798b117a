using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Stacks.Templates;

/// <summary>One template in every layout: indentation, dashes, line breaks, comments, brackets.</summary>
public sealed class LayoutTests
{
    [Theory]
    [MemberData(nameof(Layouts))]
    public void EveryLayoutIsKept(string name, string text)
    {
        var converted = StackTemplates.ConvertAndProve(text);
        var breaks = text.Contains("\r\n", StringComparison.Ordinal);
        Assert.Equal(breaks, converted.Contains("\r\n", StringComparison.Ordinal));
        if (breaks)
            Assert.DoesNotContain('\n', converted.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.True(text.EndsWith('\n') == converted.EndsWith('\n'), name);
    }

    public static TheoryData<string, string> Layouts()
    {
        var data = new TheoryData<string, string>();
        foreach (var step in new[] { 1, 2, 3, 4 })
        {
            foreach (var dash in new[] { 0, step })
            {
                foreach (var variant in Enumerable.Range(0, 16))
                {
                    var writer = new TemplateWriter
                    {
                        Step = step,
                        Dash = dash,
                        NewLine = (variant & 1) == 0 ? "\n" : "\r\n",
                        IsSpaced = (variant & 2) != 0,
                        HasComments = (variant & 4) != 0,
                        EndsInLine = (variant & 8) != 0,
                    };
                    data.Add($"{writer}", writer.Write());
                }
            }
        }

        return data;
    }

    [Theory]
    [InlineData("\n", "  ", "  ", ": ")]
    [InlineData("\r\n", "    ", "    ", ": ")]
    [InlineData("\n", "\t", "\t", " : ")]
    [InlineData("", "", "", ":")]
    [InlineData("", " ", " ", ": ")]
    public void EveryJsonLayoutIsKept(string newLine, string indent, string name, string colon)
    {
        var node = JsonNode.Parse(StackTemplates.Fixture("zae-limiter-0.9.stack.json"));
        var text = Json(node, newLine, newLine.Length > 0 ? indent : "", colon, newLine);
        var converted = StackTemplates.ConvertAndProve(text);
        using var document = JsonDocument.Parse(converted);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        if (newLine.Length == 0)
            Assert.DoesNotContain('\n', converted);
        else
            Assert.Contains($"{newLine}{name}{name}\"NamespaceAcquirePolicy\"{colon}{{{newLine}{name}{name}{name}\"Type\"{colon}\"AWS::IAM", converted, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AttributeDefinitions")]
    [InlineData("GlobalSecondaryIndexes")]
    [InlineData("Properties")]
    [InlineData("RateLimitsTable")]
    [InlineData("Resources")]
    [InlineData("Outputs")]
    public void ASectionInBracketsIsEditedInBrackets(string section)
    {
        foreach (var isMultiLine in new[] { false, true })
        {
            var text = new TemplateWriter { Brackets = section, BracketsOverLines = isMultiLine }.Write();
            Assert.Contains($"{section}: {{", text.Replace('[', '{'), StringComparison.Ordinal);
            StackTemplates.ConvertAndProve(text);
        }
    }

    private static string Json(JsonNode? node, string newLine, string indent, string colon, string line) => node switch
    {
        JsonObject map => "{" + string.Join(",", map.Select(member => line + indent + $"\"{member.Key}\"{colon}" + Json(member.Value, newLine, indent, colon, line + indent))) + line + "}",
        JsonArray list => "[" + string.Join(",", list.Select(item => line + indent + Json(item, newLine, indent, colon, line + indent))) + line + "]",
        _ => node!.ToJsonString(),
    };
}
