using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Prerequisites;

/// <summary>Whether the table's stream tells what catch-up needs: both images of each change.</summary>
internal sealed class StreamViewCheck(PrerequisiteContext context) : AwsCheck(context.Subject, "StreamView", Needed, "dynamodb:DescribeTable")
{
    private const string Needed = "NEW_AND_OLD_IMAGES";

    protected override Task<CheckFinding> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(context.Table.StreamViewType switch
    {
        Needed => Pass(Needed, context.Table.LatestStreamArn),
        null => Warn("the table has no stream", "For a table that is written to meanwhile, run Invoke-DdbKeyMigration with -CatchUp -EnableStream (ddbns migrate --catch-up --enable-stream), which turns one on."),
        var view => Warn(view, "Catch-up needs both images, and a stream's view cannot be changed: turn it off and on again once its other readers can bear that, or let nobody write to old keys meanwhile."),
    });
}
