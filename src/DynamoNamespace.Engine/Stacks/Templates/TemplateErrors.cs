using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>The errors of a template's transformation. None of them comes after something was written.</summary>
/// <param name="source">The file or stack that the template is of; null where it has no name.</param>
internal sealed class TemplateErrors(string? source)
{
    private readonly string template = source is null ? "The template" : $"The template '{source}'";

    public DdbException Unreadable(string reason, Exception? inner) => new(
        "TemplateUnreadable", DdbErrorKind.InvalidArgument, source,
        $"{template} is neither a YAML nor a JSON template: {reason}. Nothing was written; correct the template and run the same command again.", inner);

    public DdbException NoTable(string detail) => new(
        "TemplateHasNoTable", DdbErrorKind.NotFound, source,
        $"{template} has no DynamoDB table: {detail}. Nothing was written; give the template that declares the table.");

    public DdbException TableNotFound(string detail) => new(
        "TemplateTableNotFound", DdbErrorKind.NotFound, source,
        $"{template} does not have the table that was asked for: {detail}. Nothing was written; name the table by its name or its logical ID in the template.");

    public DdbException TableAmbiguous(string detail) => new(
        "TemplateTableAmbiguous", DdbErrorKind.InvalidArgument, source,
        $"{template} has more than one table that could be meant: {detail}. Nothing was written; name the one by its logical ID.");

    public DdbException TableUnsupported(string detail, string remedy) => new(
        "TemplateTableUnsupported", DdbErrorKind.InvalidState, source, $"{template} cannot be converted: {detail}. Nothing was written; {remedy}.");

    public DdbException Conflict(string detail, string remedy) => new(
        "TemplateConflict", DdbErrorKind.AlreadyExists, source, $"{template} has something else in the place of what is to be added: {detail}. Nothing was written; {remedy}.");

    public DdbException NotEditable(string detail, string remedy) => new(
        "TemplateNotEditable", DdbErrorKind.InvalidState, source, $"{template} cannot be edited without touching what is there: {detail}. Nothing was written; {remedy}.");
}
