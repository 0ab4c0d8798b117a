using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Stacks.Templates;

namespace DynamoNamespace.Engine.Stacks;

/// <summary>Says before an update what CloudFormation would stumble over: a table that is not as the stack made it.</summary>
internal static class DeployedTable
{
    /// <exception cref="DdbException">The table is gone.</exception>
    public static void RequireThere(FoundStack found)
    {
        if (found.Table is null)
        {
            throw new DdbException("TableDrifted", DdbErrorKind.InvalidState, found.TableName,
                $"Stack '{found.Name}' has a table '{found.TableName}', but DynamoDB has no such table: it was deleted outside the stack. Restore it from a backup under this name, then run the same command again; nothing was changed.");
        }
    }

    /// <exception cref="DdbException">An index was made or dropped outside the stack.</exception>
    public static void RequireUndrifted(FoundStack found, bool templateHasIndex)
    {
        // What is just going, as after a failed update, is no drift.
        var index = found.Table!.FindIndex(TableAdditions.IndexName);
        if (index?.Status == "DELETING")
            RequireNoIndexChange(found);
        var exists = index is not null;
        if (exists && !templateHasIndex)
        {
            throw new DdbException("TableDrifted", DdbErrorKind.InvalidState, found.TableName,
                $"Table '{found.TableName}' has the index {TableAdditions.IndexName}, and the template of stack '{found.Name}' has not: it was made outside the stack, and CloudFormation would fail to make it again. Drop the index and run the same command again; nothing was changed.");
        }

        if (!exists && templateHasIndex)
        {
            throw new DdbException("TableDrifted", DdbErrorKind.InvalidState, found.TableName,
                $"The template of stack '{found.Name}' has the index {TableAdditions.IndexName}, and table '{found.TableName}' has not: it was dropped outside the stack. Make it again on the table (PK {TableAdditions.IndexName}PK, SK {TableAdditions.IndexName}SK, KEYS_ONLY), then run the same command again; nothing was changed.");
        }
    }

    /// <summary>A table takes one change of its indexes at a time.</summary>
    public static void RequireNoIndexChange(FoundStack found)
    {
        if (found.Table!.Indexes.FirstOrDefault(index => !index.IsActive) is { } busy)
        {
            throw new DdbException("TableBusy", DdbErrorKind.InvalidState, found.TableName,
                $"Index {busy.Name} of table '{found.TableName}' is {busy.Status}, and a table takes one change of its indexes at a time. Wait until that has ended, then run the same command again; nothing was changed.");
        }
    }
}
