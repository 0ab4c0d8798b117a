using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Plans;

/// <summary>What a command is to do, of what its caller said and what a plan says. What the caller said goes first.</summary>
public static class PlanOptions
{
    /// <param name="plan">The plan; null where none is given.</param>
    /// <param name="given">What the caller said. Its table name is empty, and its limits are null, where nothing was said.</param>
    /// <param name="ns">The namespace's name that the caller gave; null or empty where none is.</param>
    /// <param name="mapping">The mapping that the caller gave; null where none is named.</param>
    /// <exception cref="DdbException">The two do not go together, or neither names a table.</exception>
    public static MigrationOptions Combine(DdbMigrationPlan? plan, MigrationOptions given, string? ns, string? mapping)
    {
        if (plan is null)
        {
            return RequireTable(given with
            {
                Namespace = !string.IsNullOrEmpty(ns) ? ns : MigrationOptions.DefaultNamespace,
                Mapping = mapping,
            });
        }

        RequireEdited(plan);
        RequireSameMapping(plan, mapping);
        return RequireTable(Merge(plan, given, ns));
    }

    /// <summary>The same for a test, which tells by itself what is left to edit, and needs no table where it is offline.</summary>
    /// <exception cref="DdbException">The two do not go together, or neither names a table.</exception>
    public static MigrationOptions CombineForTest(DdbMigrationPlan plan, MigrationOptions given, string? ns, bool offline)
    {
        var options = Merge(plan, given, ns);
        return offline || plan.Unedited.Count > 0 ? options : RequireTable(options);
    }

    private static MigrationOptions Merge(DdbMigrationPlan plan, MigrationOptions given, string? ns)
    {
        RequireSameTable(plan, given.TableName);
        return (given with
        {
            TableName = given.TableName.Length > 0 ? given.TableName : plan.TableName ?? "",
            Namespace = !string.IsNullOrEmpty(ns) ? ns : plan.Namespace ?? MigrationOptions.DefaultNamespace,
            Mapping = plan.Mapping,
            Variables = Merge(plan.Variable, given.Variables),
            MaxReadUnits = given.MaxReadUnits ?? plan.MaxReadUnits,
            MaxWriteUnits = given.MaxWriteUnits ?? plan.MaxWriteUnits,
            TotalSegments = given.TotalSegments ?? plan.TotalSegments,
            ThrottleLimit = given.ThrottleLimit ?? plan.ThrottleLimit,
            SkipExpired = given.SkipExpired || plan.SkipExpired,
            RequiresIndexes = true,
        }).WithTarget(plan.HasOtherTarget ? plan.TargetTableName : null, plan.TargetRegion, plan.TargetProfileName, plan.TargetEndpointUrl);
    }

    private static Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> planned, IReadOnlyDictionary<string, string> given)
    {
        var values = new Dictionary<string, string>(planned, StringComparer.Ordinal);
        foreach (var (name, value) in given)
            values[name] = value;
        return values;
    }

    private static MigrationOptions RequireTable(MigrationOptions options) => options.TableName.Length > 0
        ? options
        : throw new DdbException("TableNotNamed", DdbErrorKind.InvalidArgument, null,
            "No table is named. Give its name with -TableName (--table-name), or a plan that has a 'table' with -Plan (--plan); nothing was changed.");

    private static void RequireEdited(DdbMigrationPlan plan)
    {
        if (plan.Unedited.Count > 0)
        {
            throw new DdbException("PlanNotEdited", DdbErrorKind.InvalidArgument, plan.Path,
                $"The plan '{plan.Path}' still has something to edit at {string.Join(", ", plan.Unedited)}. Replace each text that begins with '{PlanReader.EditMark}'; nothing was changed.");
        }
    }

    private static void RequireSameTable(DdbMigrationPlan plan, string tableName)
    {
        if (plan.TableName is not null && tableName.Length > 0 && plan.TableName != tableName)
        {
            throw new DdbException("PlanForOtherTable", DdbErrorKind.InvalidArgument, tableName,
                $"The plan '{plan.Path}' is for table '{plan.TableName}', and '{tableName}' was given. Leave the table's name out, or use a plan for that table; nothing was changed.");
        }
    }

    private static void RequireSameMapping(DdbMigrationPlan plan, string? mapping)
    {
        if (!string.IsNullOrEmpty(mapping) && mapping != plan.Mapping)
        {
            throw new DdbException("PlanHasMapping", DdbErrorKind.InvalidArgument, mapping,
                $"The mapping '{mapping}' was given beside the plan '{plan.Path}', which says its mapping itself. Leave one of the two out; nothing was changed.");
        }
    }
}
