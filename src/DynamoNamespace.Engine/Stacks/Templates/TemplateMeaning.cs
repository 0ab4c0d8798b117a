using System.Text.RegularExpressions;

namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>
/// What nodes mean: short and long intrinsics, quoted and plain texts, flow and block style come to the same.
/// See https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html.
/// </summary>
internal static class TemplateMeaning
{
    // What YAML 1.1, and JSON, read as something else than a text: numbers, truth values, nothing, dates.
    private static readonly Regex Bare = new(
        @"^([-+]?[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?|[-+]?\.[0-9][0-9_]*|[-+]?0[xXoO][0-9a-fA-F_]+|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|[0-9]+(:[0-9]+)+|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*"
        + "|~|null|Null|NULL|true|True|TRUE|false|False|FALSE|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|y|Y|n|N)?$",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>Whether a text without quotes would be read as something else than a text.</summary>
    public static bool IsBare(string text) => Bare.IsMatch(text);

    public static TemplateValue Of(TemplateNode node) => Of(node, 0);

    private static TemplateValue Of(TemplateNode node, int depth)
    {
        // An alias inside of what it stands for has no end.
        if (depth > TemplateDocument.MaximumDepth)
            return new TemplateText("", IsBare: true);
        if (node.Target is { } target)
            return Of(target, depth + 1);
        var value = node.Kind switch
        {
            TemplateNodeKind.Scalar => OfScalar(node),
            TemplateNodeKind.Sequence => TemplateValue.List(node.Items.Select(item => Of(item, depth + 1))),
            _ => OfMapping(node, depth),
        };
        return node.Tag is null || !node.Tag.StartsWith('!') ? value : OfTag(node.Tag[1..], value);
    }

    private static TemplateText OfScalar(TemplateNode node) =>
        new(node.Value, node.Tag is null && node.Form == ScalarForm.Plain && IsBare(node.Value));

    private static TemplateValue OfMapping(TemplateNode node, int depth)
    {
        var members = node.Members.Select(member => (member.Key.Value, Of(member.Value, depth + 1))).ToArray();
        return members is [var (name, value)] && (name == "Ref" || name.StartsWith("Fn::", StringComparison.Ordinal))
            ? new TemplateCall(name, SplitAttribute(name, value))
            : new TemplateMap(members);
    }

    private static TemplateCall OfTag(string tag, TemplateValue value)
    {
        var function = tag is "Ref" or "Condition" ? tag : "Fn::" + tag;
        return new(function, SplitAttribute(function, value));
    }

    private static TemplateValue SplitAttribute(string function, TemplateValue value) =>
        function == "Fn::GetAtt" && value is TemplateText text && text.Value.Split('.', 2) is [var logicalId, var attribute]
            ? TemplateValue.List([logicalId, attribute])
            : value;
}
