using Xunit;

namespace DynamoNamespace.Tests.Integration.ControlPlane;

/// <summary>The fixture's template with other indexes.</summary>
internal static class StackTemplates
{
    private const string AfterIndexes = "      TimeToLiveSpecification:\n";
    private const string AfterAttributes = "      KeySchema:\n        - AttributeName: PK\n";

    /// <summary>Adds indexes with the key <c>{name}PK</c>.</summary>
    public static string WithIndexes(params string[] names)
    {
        var template = ControlPlaneFixture.Template;
        foreach (var name in names)
        {
            template = Insert(template, AfterAttributes, $"        - AttributeName: {name}PK\n          AttributeType: S\n");
            template = Insert(template, AfterIndexes, $"""
                        - IndexName: {name}
                          KeySchema:
                            - AttributeName: {name}PK
                              KeyType: HASH
                          Projection:
                            ProjectionType: KEYS_ONLY

                """.ReplaceLineEndings("\n"));
        }

        return template;
    }

    public static string Replace(string text, string replacement)
    {
        Assert.Contains(text, ControlPlaneFixture.Template, StringComparison.Ordinal);
        return ControlPlaneFixture.Template.Replace(text, replacement, StringComparison.Ordinal);
    }

    private static string Insert(string template, string before, string text)
    {
        var place = template.IndexOf(before, StringComparison.Ordinal);
        Assert.True(place > 0, $"The fixture's template has no '{before}'.");
        return template.Insert(place, text);
    }
}
