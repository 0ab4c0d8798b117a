using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Plans;

/// <summary>What a plan and its mapping tell by themselves.</summary>
internal static class PlanDocumentChecks
{
    public static IEnumerable<CheckFinding> Of(DdbMigrationPlan plan, MigrationOptions options)
    {
        var document = plan.Document;
        yield return plan.Unedited.Count == 0
            ? new("PlanEdited", DdbCheckStatus.Pass, "nothing left to edit", "nothing left")
            : new("PlanEdited", DdbCheckStatus.Fail, "nothing left to edit", FormattableString.Invariant($"{plan.Unedited.Count} places"),
                $"At {string.Join(", ", plan.Unedited)}.", $"Replace each text that begins with '{PlanReader.EditMark}'.");
        yield return Rules(document);
        yield return Variables(document, options);
        if (document.Rules.Count > 0)
            yield return Inverses(document);
    }

    private static CheckFinding Rules(MappingDocument document)
    {
        var entities = string.Join(", ", document.NewEntities.Select(entity => $"'{entity.Name}'"));
        return document.Rules.Count == 0
            ? new("RulesPresent", DdbCheckStatus.Pass, "rules, or new entities", "nothing to migrate",
                $"The mapping has no rules. Its new entities ({entities}) only clients write, and a run of this plan ends at once.")
            : new("RulesPresent", DdbCheckStatus.Pass, "rules, or new entities",
                FormattableString.Invariant($"{document.Rules.Count} rules, {document.NewEntities.Count} new entities"));
    }

    private static CheckFinding Variables(MappingDocument document, MigrationOptions options)
    {
        const string expected = "a legal value for each variable";
        try
        {
            var values = MappingVariables.Read(options.Variables);
            // The registry is asked for it when there is a table.
            if (document.Variables.ContainsKey(MappingVariables.NamespaceId))
                values[MappingVariables.NamespaceId] = MigrationOptions.DefaultNamespace;
            document.Bind(values);
            return new("VariablesGiven", DdbCheckStatus.Pass, expected, MappingVariables.List(document));
        }
        catch (DdbException error)
        {
            return new("VariablesGiven", DdbCheckStatus.Fail, expected, error.Target ?? "", error.Message, "Give it in the plan's 'variables' or with -Variable (--variable).");
        }
    }

    private static CheckFinding Inverses(MappingDocument document)
    {
        const string expected = "a way back for each rule";
        // Whether a rule has one does not depend on the values.
        var rules = document.Bind(document.Variables.Values.ToDictionary(variable => variable.Name, _ => "x", StringComparer.Ordinal), checkValues: false).Rules;
        var lacking = rules.Where(rule => !rule.HasInverse).Select(rule => $"'{rule.Name}'").ToList();
        var written = rules.Count(rule => rule.HasWrittenInverse);
        return lacking.Count == 0
            ? new("InverseExists", DdbCheckStatus.Pass, expected, FormattableString.Invariant($"{rules.Count - written} read off the rule, {written} written"))
            : new("InverseExists", DdbCheckStatus.Warn, expected, FormattableString.Invariant($"{lacking.Count} of {rules.Count} rules without"),
                $"Without: {string.Join(", ", lacking)}. Undo-DdbMigration goes by the old items then, and by the records of the delete in the checkpoint's folder.",
                "Give these rules an 'inverse', or keep that folder.");
    }
}
