using System.CommandLine;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns table …</c></summary>
internal static class TableCommand
{
    public static Command Create() => new("table", "Whole tables: to another table, to a file, from a file, and whether anybody still writes.")
    {
        MigrateCommand.CreateForTable(),
        TableExportCommand.Create(),
        TableImportCommand.Create(),
        TableQuietCommand.Create(),
    };
}
