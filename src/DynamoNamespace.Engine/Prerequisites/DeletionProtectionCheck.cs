using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Prerequisites;

/// <summary>Whether the table is safe from being deleted by mistake while it is worked on.</summary>
internal sealed class DeletionProtectionCheck(PrerequisiteContext context) : AwsCheck(context.Subject, "DeletionProtection", "on", "dynamodb:DescribeTable")
{
    protected override Task<CheckFinding> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(context.Description.DeletionProtectionEnabled == true
        ? Pass("on")
        : Warn("off", $"Turn it on for the migration with 'aws dynamodb update-table --table-name {context.Table.Name} --deletion-protection-enabled', or in the table's template."));
}
