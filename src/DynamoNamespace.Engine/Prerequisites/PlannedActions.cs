using DynamoNamespace.Engine.Identity;
using DynamoNamespace.Engine.Stacks;

namespace DynamoNamespace.Engine.Prerequisites;

/// <summary>Actions that a step of the migration calls on some resources.</summary>
/// <param name="Purpose">What they are for.</param>
/// <param name="IsRequired">Whether the migration cannot be done without them.</param>
/// <param name="Actions">Such as <c>dynamodb:Scan</c>.</param>
/// <param name="Resources">The ARNs that each is called on.</param>
internal sealed record PlannedActions(string Purpose, bool IsRequired, IReadOnlyList<string> Actions, IReadOnlyList<string> Resources)
{
    public static IEnumerable<PlannedActions> Of(TableArn table, bool hasStream, FoundStack? stack)
    {
        yield return new("copy, verify and delete", true,
            ["dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:PutItem", "dynamodb:DeleteItem"], [table.Text]);
        yield return new("25 items a request", false, ["dynamodb:PartiQLInsert", "dynamodb:PartiQLDelete"], [table.Text]);
        yield return new("the way back", false, ["dynamodb:UpdateContinuousBackups", "dynamodb:CreateBackup"], [table.Text]);
        yield return new("catch-up", true, ["dynamodb:DescribeStream", "dynamodb:GetShardIterator", "dynamodb:GetRecords"], [table.Text + "/stream/2025-01-01T00:00:00.000"]);
        if (!hasStream)
            yield return new("-EnableStream", false, ["dynamodb:UpdateTable"], [table.Text]);
        if (stack is null)
            yield break;
        yield return new("the stack's upgrade", true,
        [
            "cloudformation:DescribeStacks", "cloudformation:ListStackResources", "cloudformation:GetTemplate", "cloudformation:CreateChangeSet",
            "cloudformation:DescribeChangeSet", "cloudformation:ExecuteChangeSet", "cloudformation:DeleteChangeSet", "cloudformation:DescribeStackEvents",
        ], [stack.Stack.Id]);
        yield return new("the stack's upgrade", true, ["cloudformation:GetTemplateSummary"], ["*"]);
        // CloudFormation calls these as the caller, unless the stack has a role of its own.
        yield return new("the stack's upgrade without a service role", false, ["dynamodb:UpdateTable"], [table.Text]);
        yield return new("the stack's upgrade without a service role", false, ["iam:CreatePolicy", "iam:GetPolicy"],
            [.. StackPolicy.All.Select(policy => $"arn:{table.Text.Split(':')[1]}:iam::{table.Account}:policy/{policy.NameFor(stack.Name)}")]);
    }
}
