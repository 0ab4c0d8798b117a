using DynamoNamespace.Engine.Plans;

namespace DynamoNamespace.Worker.Output;

/// <summary>Plans and samples as a person reads them.</summary>
internal static class PlanResultText
{
    public static string Of(DdbMigrationPlan plan) => ResultText.Lines(
        ("Plan", plan.Name),
        ("Path", plan.Path),
        ("Table", plan.TableName),
        ("Target table", plan.HasOtherTarget ? plan.TargetTableName : null),
        ("Mapping", plan.Mapping == plan.Path ? "in the plan" : plan.Mapping),
        ("Variables", plan.Variable.Count == 0 ? null : string.Join(", ", plan.Variable.Select(pair => $"{pair.Key}={pair.Value}"))),
        ("To edit", plan.Unedited.Count == 0 ? null : string.Join(", ", plan.Unedited)),
        ("Fingerprint", plan.Fingerprint));

    public static string Of(DdbPlanSample sample) => ResultText.Lines(
        ("Rule", sample.Rule),
        ("Before", sample.Before),
        ("After", sample.After),
        ("Problem", sample.Problem)) + Environment.NewLine;
}
