using System.Text.Json;
using YamlDotNet.Core;

namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>A template's text and what it holds.</summary>
internal sealed class TemplateDocument
{
    /// <summary>How deep values may be nested. CloudFormation's own templates stay far below.</summary>
    public const int MaximumDepth = 128;

    private const char ByteOrderMark = '\uFEFF';

    private TemplateDocument(string text, TemplateNode root, IReadOnlySet<string> aliases, bool isJson)
    {
        Text = text;
        Root = root;
        Aliases = aliases;
        IsJson = isJson;
        NewLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
    }

    /// <summary>The text that places count in, without a byte order mark.</summary>
    public string Text { get; }

    public TemplateNode Root { get; }

    /// <summary>The anchors that aliases name.</summary>
    public IReadOnlySet<string> Aliases { get; }

    public bool IsJson { get; }

    public string NewLine { get; }

    /// <summary>Reads a template. What begins as a JSON object and is none is read as YAML, whose flow style looks alike.</summary>
    /// <exception cref="Errors.DdbException">It can be read as neither.</exception>
    public static TemplateDocument Read(string text, TemplateErrors errors)
    {
        var body = text.StartsWith(ByteOrderMark) ? text[1..] : text;
        if (string.IsNullOrWhiteSpace(body))
            throw errors.Unreadable("it is empty", null);
        return (body.AsSpan().TrimStart()[0] == '{' ? TryReadJson(body) : null) ?? ReadYaml(body, errors);
    }

    private static TemplateDocument? TryReadJson(string text)
    {
        try
        {
            return new(text, JsonTemplateReader.Read(text), new HashSet<string>(StringComparer.Ordinal), isJson: true);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TemplateDocument ReadYaml(string text, TemplateErrors errors)
    {
        try
        {
            var reader = new YamlTemplateReader(text);
            var root = reader.Read();
            return root.Kind == TemplateNodeKind.Mapping
                ? new(text, root, reader.Aliases, isJson: false)
                : throw errors.Unreadable("it holds no mapping of sections such as Resources", null);
        }
        catch (YamlException error)
        {
            throw errors.Unreadable(
                FormattableString.Invariant($"line {error.Start.Line}, column {error.Start.Column}: {error.Message.TrimEnd('.')}"), error);
        }
    }
}
