using DynamoNamespace.Engine.Stacks.Templates;

namespace DynamoNamespace.Worker.Output;

/// <summary>Converted templates as a person reads them.</summary>
internal static class ConversionText
{
    public static string Of(DdbTemplateConversion conversion) => conversion.IsChanged
        ? string.Join(Environment.NewLine, conversion.Additions.Select(addition => "Added to " + addition).Append($"Written to '{conversion.OutputPath}'."))
        : $"The template has everything already. It is in '{conversion.OutputPath}' as it was.";
}
