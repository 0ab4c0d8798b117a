using System.Text.RegularExpressions;

namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>
/// Tells what a text of a template is: as it is written, the stack's name, a parameter, or a substitution of these. Everything else is not known
/// here. See https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-sub.html.
/// </summary>
internal sealed class TextResolver(TemplateNode root, TemplateTable table)
{
    private const string StoreType = "AWS::SSM::Parameter::";

    private static readonly Regex Variable = new(@"\$\{(?<name>[^}]*)\}", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>The text, or null where it cannot be told.</summary>
    public string? Resolve(TemplateNode? node) => node is null ? null : Resolve(TemplateMeaning.Of(node));

    private string? Resolve(TemplateValue value) => value switch
    {
        TemplateText text => text.Value,
        TemplateCall { Function: "Ref", Argument: TemplateText name } => Reference(name.Value),
        TemplateCall { Function: "Fn::Sub", Argument: TemplateText text } => Substitute(text.Value, []),
        TemplateCall { Function: "Fn::Sub", Argument: TemplateList { Items: [TemplateText text, TemplateMap own] } } => Substitute(text.Value, own.Members),
        TemplateCall { Function: "Fn::Join", Argument: TemplateList { Items: [TemplateText between, TemplateList parts] } } => Join(between.Value, parts.Items),
        _ => null,
    };

    private string? Reference(string name)
    {
        if (name == "AWS::StackName")
            return table.StackName;
        var parameter = root.Read("Parameters")?.Read(name);
        // Its value is the name of an entry in the parameter store, and what stands there is not known here.
        if (parameter?.Read("Type") is { IsText: true } type && type.Value.StartsWith(StoreType, StringComparison.Ordinal))
            return null;
        if (table.ParameterValues.TryGetValue(name, out var given))
            return given;
        return parameter?.Read("Default") is { IsText: true } found ? found.Value : null;
    }

    private string? Substitute(string text, IReadOnlyList<(string Name, TemplateValue Value)> own)
    {
        var isKnown = true;
        var result = Variable.Replace(text, match =>
        {
            var name = match.Groups["name"].Value;
            if (name.StartsWith('!'))
                return "${" + name[1..] + "}";
            name = name.Trim();
            var local = own.Where(member => member.Name == name).Select(member => member.Value).FirstOrDefault();
            var value = local is null ? Reference(name) : Resolve(local);
            isKnown &= value is not null;
            return value ?? "";
        });
        return isKnown ? result : null;
    }

    private string? Join(string between, IReadOnlyList<TemplateValue> parts)
    {
        var texts = parts.Select(Resolve).ToList();
        return texts.Contains(null) ? null : string.Join(between, texts);
    }
}
