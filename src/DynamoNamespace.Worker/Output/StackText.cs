using DynamoNamespace.Engine.Stacks;
using DynamoNamespace.Worker.Commands;

namespace DynamoNamespace.Worker.Output;

/// <summary>Stacks and their changes as a person reads them.</summary>
internal static class StackText
{
    public static string Of(DdbNamespaceStack stack) => ResultText.Lines(
        ("Stack", $"{stack.StackName} {stack.Status}"),
        ("Reason", stack.StatusReason),
        ("Table", $"{stack.TableName} {stack.TableStatus ?? "not there"}"),
        ("Indexes", string.Join(", ", stack.Indexes)),
        ("Stream", stack.StreamViewType ?? "none"),
        ("Aggregator", stack.AggregatorFunctionName ?? "none"),
        ("Acquire policy", stack.NamespaceAcquirePolicyArn ?? "none"),
        ("Full policy", stack.NamespaceFullAccessPolicyArn ?? "none"),
        ("Read policy", stack.NamespaceReadOnlyPolicyArn ?? "none"),
        ("Upgraded", stack.IsUpgraded ? "yes" : "no"));

    public static string Of(StackUpdateOutput output) => output.Changes.Count == 0
        ? Of(output.Stack)
        : TextTable.Format(["Action", "Resource", "Type", "Replacement", "Properties", "Cause"], output.Changes.Select(change => new[]
        {
            change.Action, change.LogicalResourceId, change.ResourceType, change.Replacement ?? "", string.Join(", ", change.Properties), string.Join(", ", change.Causes),
        })) + Environment.NewLine + Environment.NewLine + Of(output.Stack);
}
