using System.CommandLine;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns table …</c></summary>
internal static class TableCommand
{
    public static Command Create() => new("table", "Whole tables: to another table.")
    {
        MigrateCommand.CreateForTable(),
    };
}
