using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>A template converted in memory, ready to be written.</summary>
public sealed class ConvertedTemplate
{
    private const char ByteOrderMark = '\uFEFF';

    private readonly TemplateConversionOptions options;
    private readonly TemplateConversion conversion;

    private ConvertedTemplate(TemplateConversionOptions options, TemplateConversion conversion)
    {
        this.options = options;
        this.conversion = conversion;
    }

    /// <summary>The template's text, without a byte order mark.</summary>
    public string Text => conversion.Text.TrimStart(ByteOrderMark);

    /// <summary>What is told of it.</summary>
    public DdbTemplateConversion Result => new()
    {
        Path = options.Path,
        OutputPath = options.OutputPath,
        TableLogicalId = conversion.TableLogicalId,
        IsChanged = conversion.IsChanged,
        Additions = conversion.Additions,
    };

    /// <summary>Says that CloudFormation does not take a template of its size; null where it does.</summary>
    public string? Warning => TemplateFile.Encoding.GetByteCount(Text) is var size and > TemplateSize.MaximumObject
        ? FormattableString.Invariant(
            $"The converted template has {size:N0} bytes, and CloudFormation takes at most {TemplateSize.MaximumObject:N0}. Take comments out of it, or move resources to a stack of their own, before you deploy it.")
        : null;

    /// <summary>Reads and converts a template, and looks whether the result may be written where it is to go. Writes nothing yet.</summary>
    /// <exception cref="DdbException">It cannot be read, converted, or written there.</exception>
    public static ConvertedTemplate Create(TemplateConversionOptions options)
    {
        if (options.OutputPath is { } output && !options.Force)
            TemplateFile.RequireNew(output, options.Path);
        var text = options.Path is { } path ? TemplateFile.Read(path) : options.Text ?? "";
        var table = new TemplateTable
        {
            LogicalId = options.TableLogicalId,
            TableName = options.TableName,
            StackName = options.StackName,
            ParameterValues = options.ParameterValues,
        };
        return new(options, NamespaceTemplate.Convert(text, table, options.Path));
    }

    /// <summary>Writes it to its file, whole or not at all. A template that is to stay in its place and has everything is left alone.</summary>
    /// <exception cref="DdbException">The file cannot be written.</exception>
    public void Write()
    {
        var output = options.OutputPath ?? throw new InvalidOperationException("No file was named.");
        if (conversion.IsChanged || options.Path is null || !TemplateFile.IsSame(output, options.Path))
            TemplateFile.Write(output, conversion.Text);
    }
}
