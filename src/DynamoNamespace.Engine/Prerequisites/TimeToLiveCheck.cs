using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Prerequisites;

/// <summary>Whether old items and their copies expire alike.</summary>
internal sealed class TimeToLiveCheck(PrerequisiteContext context) : AwsCheck(context.Subject, "TimeToLive", $"ENABLED on {Attribute}", "dynamodb:DescribeTimeToLive")
{
    /// <summary>The attribute that zae-limiter's items carry.</summary>
    private const string Attribute = "ttl";

    protected override async Task<CheckFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var answer = await context.Services.DynamoDb.DescribeTimeToLiveAsync(new DescribeTimeToLiveRequest { TableName = context.Table.Name }, cancellationToken);
        var (status, attribute) = (answer.TimeToLiveDescription?.TimeToLiveStatus?.Value ?? "DISABLED", answer.TimeToLiveDescription?.AttributeName);
        return status switch
        {
            "ENABLED" when attribute == Attribute => Pass($"ENABLED on {attribute}"),
            "ENABLED" => Warn($"ENABLED on {attribute}", $"Check that your mapping carries {attribute} over: items of zae-limiter expire by {Attribute}, and with this setting they do not."),
            "DISABLED" => Warn(status, $"Where items are to expire, turn it on for {Attribute}; -SkipExpired (--skip-expired) is refused without it."),
            _ => Warn($"{status} on {attribute}", "Wait until the change is done, which can take an hour, so that old items and copies are treated alike."),
        };
    }
}
