using System.Xml.Linq;

namespace DynamoNamespace.Build.Help;

/// <summary>
/// The XML that Get-Help reads. Get-Help adds [&lt;CommonParameters&gt;] to each syntax itself. It trims every paragraph
/// but an introduction's last, keeps the lines inside one, and puts nothing between a last paragraph and what follows.
/// </summary>
internal static class MamlFile
{
    private static readonly XNamespace Root = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";
    private static readonly TypeHelp NoType = new("None", HelpText.Empty);

    public static XDocument Create(IEnumerable<CmdletHelp> help) =>
        new(new XElement(Root + "helpItems", new XAttribute("schema", "maml"), help.Select(CommandElement)));

    private static XElement CommandElement(CmdletHelp help) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml),
        new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        new XElement(
            Command + "details",
            new XElement(Command + "name", help.Cmdlet.Name),
            new XElement(Command + "verb", help.Cmdlet.Verb),
            new XElement(Command + "noun", help.Cmdlet.Noun),
            Description(help.Page.Synopsis)),
        Description(help.Page.Description),
        new XElement(Command + "syntax", help.Cmdlet.ParameterSets.Select(set => SyntaxItem(help, set))),
        new XElement(
            Command + "parameters",
            help.Cmdlet.Parameters.OrderBy(parameter => parameter.Name, StringComparer.Ordinal)
                .Select(parameter => ParameterElement(help, parameter, help.Cmdlet.ParameterSets.Select(parameter.UseIn).First(use => use is not null)!, inSyntax: false))),
        new XElement(Command + "inputTypes", help.Page.Inputs.DefaultIfEmpty(NoType).Select(type => TypeElement("inputType", type))),
        new XElement(Command + "returnValues", help.Page.Outputs.Select(type => TypeElement("returnValue", type))),
        help.Page.Notes.IsEmpty ? null : new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paragraphs(help.Page.Notes))),
        new XElement(Command + "examples", help.Page.Examples.Select(ExampleElement)),
        new XElement(Command + "relatedLinks", help.Page.Links.Prepend(OnlineVersion(help.Cmdlet)).Select(LinkElement)));

    /// <summary>Get-Help -Online opens the first link that has an address, before the HelpUri of the class.</summary>
    private static LinkHelp OnlineVersion(CmdletDefinition cmdlet) => new("Online Version:", cmdlet.HelpUri!);

    /// <summary>As Get-Command -Syntax orders them: by position, then what must be given, then the rest.</summary>
    private static XElement SyntaxItem(CmdletHelp help, string set) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", help.Cmdlet.Name),
        help.Cmdlet.Parameters
            .Select(parameter => (Parameter: parameter, Use: parameter.UseIn(set)))
            .Where(pair => pair.Use is not null)
            .OrderBy(pair => pair.Use!.Position ?? int.MaxValue).ThenByDescending(pair => pair.Use!.Mandatory)
            .Select(pair => ParameterElement(help, pair.Parameter, pair.Use!, inSyntax: true)));

    private static XElement ParameterElement(CmdletHelp help, ParameterDefinition parameter, ParameterUse use, bool inSyntax) => new(
        Command + "parameter",
        new XAttribute("required", use.Mandatory ? "true" : "false"),
        new XAttribute("variableLength", "true"),
        new XAttribute("globbing", parameter.TakesWildcards ? "true" : "false"),
        new XAttribute("pipelineInput", Pipeline(use)),
        new XAttribute("position", use.Position?.ToString() ?? "named"),
        new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
        new XElement(Maml + "name", parameter.Name),
        Description(help.Of(parameter)!.Text, AcceptedValues(parameter)),
        inSyntax && parameter.AcceptedValues.Count > 0
            ? new XElement(Command + "parameterValueGroup", parameter.AcceptedValues.Select(value => Value(value, required: false)))
            : null,
        inSyntax && parameter.IsSwitch ? null : Value(parameter.TypeName, required: !parameter.IsSwitch),
        new XElement(Dev + "type", new XElement(Maml + "name", parameter.TypeName), new XElement(Maml + "uri")),
        new XElement(Dev + "defaultValue", help.Of(parameter)!.Default ?? (parameter.IsSwitch ? "False" : "None")));

    private static XElement Value(string text, bool required) => new(
        Command + "parameterValue", new XAttribute("required", required ? "true" : "false"), new XAttribute("variableLength", "false"), text);

    private static string Pipeline(ParameterUse use) => (use.FromPipeline, use.FromPipelineByName) switch
    {
        (true, true) => "True (ByPropertyName, ByValue)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };

    private static string? AcceptedValues(ParameterDefinition parameter) =>
        parameter.AcceptedValues.Count == 0 ? null : $"Accepted values: {string.Join(", ", parameter.AcceptedValues)}.";

    private static XElement TypeElement(string element, TypeHelp type) => new(
        Command + element,
        new XElement(Dev + "type", new XElement(Maml + "name", type.Name), new XElement(Maml + "uri")),
        type.Text.IsEmpty ? null : Description(type.Text));

    private static XElement ExampleElement(ExampleHelp example) => new(
        Command + "example",
        new XElement(Maml + "title", $"-------- {example.Title} --------"),
        example.Introduction.IsEmpty ? null : new XElement(Maml + "introduction", Paragraphs(example.Introduction, ending: "\n\n")),
        new XElement(Dev + "code", example.Code),
        new XElement(Dev + "remarks", Paragraphs(example.Remarks), new XElement(Maml + "para")));

    private static XElement LinkElement(LinkHelp link) => new(
        Maml + "navigationLink", new XElement(Maml + "linkText", link.Text), new XElement(Maml + "uri", link.Address));

    private static XElement Description(HelpText text, string? addition = null) => new(
        Maml + "description", Paragraphs(text), addition is null ? null : new XElement(Maml + "para", addition));

    private static IEnumerable<XElement> Paragraphs(HelpText text, string ending = "") =>
        text.Paragraphs.Select((paragraph, index) => new XElement(Maml + "para", paragraph + (index == text.Paragraphs.Count - 1 ? ending : "")));
}
