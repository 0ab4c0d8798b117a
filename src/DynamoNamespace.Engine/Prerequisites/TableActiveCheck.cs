using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Prerequisites;

/// <summary>Whether the table can be read and written
/// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html).</summary>
internal sealed class TableActiveCheck(PrerequisiteContext context) : AwsCheck(context.Subject, "TableActive", "ACTIVE", "dynamodb:DescribeTable")
{
    protected override Task<CheckFinding> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(context.Table.Status switch
    {
        "ACTIVE" => Pass("ACTIVE"),
        "UPDATING" => Warn("UPDATING", "Wait until the change is done, because a table takes one at a time.", "Items can be read and written meanwhile."),
        "INACCESSIBLE_ENCRYPTION_CREDENTIALS" => Fail(context.Table.Status, "Give DynamoDB its access to the table's KMS key back."),
        var status => Fail(status, "Wait until it is ACTIVE."),
    });
}
