using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Stacks.Templates;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Stacks.Templates;

/// <summary>Templates to convert, and what must be true of every conversion.</summary>
internal static class StackTemplates
{
    public static readonly string[] AllAdditions =
    [
        "Resources.RateLimitsTable.Properties.AttributeDefinitions: GSI4PK",
        "Resources.RateLimitsTable.Properties.AttributeDefinitions: GSI4SK",
        "Resources.RateLimitsTable.Properties.GlobalSecondaryIndexes: GSI4",
        "Resources: NamespaceAcquirePolicy",
        "Resources: NamespaceFullAccessPolicy",
        "Resources: NamespaceReadOnlyPolicy",
        "Outputs: NamespaceAcquirePolicyArn",
        "Outputs: NamespaceFullAccessPolicyArn",
        "Outputs: NamespaceReadOnlyPolicyArn",
    ];

    /// <summary>A small YAML template with all its sections.</summary>
    public const string Small =
        """
        Resources:
          RateLimitsTable:
            Type: AWS::DynamoDB::Table
            Properties:
              TableName: my-app
              BillingMode: PAY_PER_REQUEST
              AttributeDefinitions:
                - AttributeName: PK
                  AttributeType: S
                - AttributeName: SK
                  AttributeType: S
              KeySchema:
                - AttributeName: PK
                  KeyType: HASH
                - AttributeName: SK
                  KeyType: RANGE
              GlobalSecondaryIndexes:
                - IndexName: GSI1
                  KeySchema:
                    - AttributeName: PK
                      KeyType: HASH
                  Projection:
                    ProjectionType: ALL
        Outputs:
          TableName:
            Value: my-app

        """;

    public static string Fixture(string name) => File.ReadAllText(RepositoryRoot.Combine("tests", "Fixtures", name));

    public static TemplateConversion Convert(string text, TemplateTable? table = null) => NamespaceTemplate.Convert(text, table ?? new TemplateTable());

    public static DdbException Refuse(string text, string errorId, TemplateTable? table = null)
    {
        var error = Assert.Throws<DdbException>(() => Convert(text, table));
        Assert.Equal(errorId, error.ErrorId);
        Assert.Contains("Nothing was written; ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        return error;
    }

    /// <summary>Converts a template, and proves what holds of every conversion: nothing of the text goes, a reader of another kind finds the additions and nothing else, and a second conversion changes nothing.</summary>
    public static string ConvertAndProve(string text, TemplateTable? table = null)
    {
        var converted = Convert(text, table);
        Assert.True(converted.IsChanged);
        AssertOnlyInserted(text, converted.Text);
        ReadTemplate.AssertOnlyAdded(text, converted.Text, converted.TableLogicalId);

        var again = Convert(converted.Text, table);
        Assert.False(again.IsChanged);
        Assert.Empty(again.Additions);
        Assert.Same(converted.Text, again.Text);
        return converted.Text;
    }

    /// <summary>Every character of the template is in the result, in order.</summary>
    private static void AssertOnlyInserted(string text, string result)
    {
        var at = 0;
        foreach (var character in result)
        {
            if (at < text.Length && text[at] == character)
                at++;
        }

        Assert.Equal(text.Length, at);
    }

    /// <summary>The lines that a line-by-line comparison finds to be new. A line of the template that is not in the result fails.</summary>
    public static IReadOnlyList<string> AddedLines(string text, string result)
    {
        var before = text.Split('\n');
        var after = result.Split('\n');
        List<string> added = [];
        // Of lines that occur often, the first match is as good as any: what is asked is whether the template is a subsequence.
        var common = CommonLines(before, after);
        Assert.Equal(before.Length, common.Count);
        for (var at = 0; at < after.Length; at++)
        {
            if (!common.Contains(at))
                added.Add(after[at]);
        }

        return added;
    }

    private static HashSet<int> CommonLines(string[] before, string[] after)
    {
        var longest = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
                longest[i, j] = before[i] == after[j] ? longest[i + 1, j + 1] + 1 : Math.Max(longest[i + 1, j], longest[i, j + 1]);
        }

        HashSet<int> common = [];
        for (int i = 0, j = 0; i < before.Length && j < after.Length;)
        {
            if (before[i] == after[j])
            {
                common.Add(j);
                i++;
                j++;
            }
            else if (longest[i + 1, j] >= longest[i, j + 1])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return common;
    }
}
