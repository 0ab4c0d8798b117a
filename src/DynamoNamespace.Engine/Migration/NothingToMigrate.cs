using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Migration;

/// <summary>The end of a run whose mapping has new entities and no rules.</summary>
internal static class NothingToMigrate
{
    public static (DdbMigrationOutcome Outcome, DdbException? Error) End(MigrationSession session)
    {
        var entities = string.Join(", ", session.Mapping.NewEntities.Select(entity => $"'{entity.Name}'"));
        session.Observer.OnWarning($"There is nothing to migrate: the mapping '{session.Mapping.Name}' has no rules, and its new entities ({entities}) only clients write. Table '{session.Table.Name}' was not read.");
        return (session.Options.DryRun ? DdbMigrationOutcome.Planned : DdbMigrationOutcome.Completed, null);
    }
}
