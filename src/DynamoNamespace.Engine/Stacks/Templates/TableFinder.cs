namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>Finds the table in a template by its type and its name.</summary>
internal sealed class TableFinder(TemplatePlace resources, TextResolver resolver, TemplateTable wanted)
{
    private const string TableType = "AWS::DynamoDB::Table";
    private const string GlobalTableType = "AWS::DynamoDB::GlobalTable";

    private readonly TemplateErrors errors = resources.Errors;
    private readonly IReadOnlyList<FoundTable> tables =
    [
        .. resources.Node.Members
            .Where(member => member.Name is not null && TypeOf(member.Value) == TableType)
            .Select(member => new FoundTable(member.Name!, resolver.Resolve(member.Value.Read("Properties")?.Read("TableName")))),
    ];

    public static string? TypeOf(TemplateNode resource) => resource.Read("Type") is { IsText: true } type ? type.Value : null;

    /// <summary>The table's logical ID.</summary>
    public string Find()
    {
        if (wanted.LogicalId is { } logicalId)
            return tables.Any(table => table.LogicalId == logicalId) ? logicalId : throw NotATable(logicalId);
        if (tables.Count == 0)
            throw NoTable();
        return wanted.TableName is { } name ? ByName(name) : TheOnly();
    }

    private string ByName(string name) => tables.Where(table => table.TableName == name).ToList() switch
    {
        [var table] => table.LogicalId,
        // Its name cannot be told here, so it may well be the one.
        [] when tables is [{ TableName: null } only] => only.LogicalId,
        [] when tables.Any(table => table.TableName is null) => throw errors.TableAmbiguous($"none is surely named '{name}', and there are {Describe(tables)}"),
        [] => throw errors.TableNotFound($"none is named '{name}', and there is {Describe(tables)}"),
        var several => throw errors.TableAmbiguous($"several are named '{name}', {Describe(several)}"),
    };

    private string TheOnly() => tables is [var only]
        ? only.LogicalId
        : throw errors.TableAmbiguous($"no name was given, and there are {Describe(tables)}");

    private Exception NotATable(string logicalId)
    {
        var type = resources.Node.Members.Where(member => member.Name == logicalId).Select(member => TypeOf(member.Value) ?? "of no type").FirstOrDefault();
        if (type == GlobalTableType)
            return GlobalTable(logicalId);
        var found = tables.Count == 0 ? "no table" : Describe(tables);
        return errors.TableNotFound(type is null
            ? $"no resource has the logical ID '{logicalId}', and there is {found}"
            : $"the resource {logicalId} is {type} and not {TableType}, and there is {found}");
    }

    private Exception NoTable() =>
        resources.Node.Members.FirstOrDefault(member => member.Name is not null && TypeOf(member.Value) == GlobalTableType) is { } global
            ? GlobalTable(global.Name!)
            : errors.NoTable($"no resource is of the type {TableType} (what macros and included files bring is not looked at)");

    private Exception GlobalTable(string logicalId) => errors.TableUnsupported(
        $"the resource {logicalId} is {GlobalTableType}, whose indexes have settings for each replica", "add GSI4 and the policies to it by hand");

    private static string Describe(IReadOnlyList<FoundTable> tables) => string.Join(", ", tables.Select(table =>
        $"{table.LogicalId} ({(table.TableName is null ? "its name is not known here" : $"named '{table.TableName}'")})"));

    private sealed record FoundTable(string LogicalId, string? TableName);
}
