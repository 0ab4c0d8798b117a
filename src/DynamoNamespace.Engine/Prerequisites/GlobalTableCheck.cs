using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Prerequisites;

/// <summary>
/// Whether the table is written to in other Regions too
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html).
/// </summary>
internal sealed class GlobalTableCheck(PrerequisiteContext context) : AwsCheck(context.Subject, "GlobalTable", "no replicas", "dynamodb:DescribeTable")
{
    private const int RegionPart = 3;

    protected override Task<CheckFinding> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(Judge());

    private CheckFinding Judge()
    {
        var own = context.Table.Arn.Split(':') is { Length: > RegionPart } parts ? parts[RegionPart] : "";
        var others = (context.Description.Replicas ?? []).Where(replica => replica.RegionName != own).ToList();
        if (others.Count == 0)
            return Pass("no replicas");
        var actual = $"replicas in {string.Join(", ", others.Select(Describe))}";
        if (context.Description.MultiRegionConsistency == MultiRegionConsistency.STRONG)
        {
            return Fail($"{actual}, with strong consistency between Regions", "Use a table with eventual consistency between Regions.",
                "A table with strong consistency between Regions takes no transactions, by which a namespace is registered, and no TTL.");
        }

        return Warn(actual, "Let clients in one Region only write to old keys while the migration goes on, and run it, with catch-up, in that Region.",
            "Copies and the registry reach the other Regions by replication, about a second later. There the last writer wins: a condition on a put or delete here does not see a write there that is still under way. "
            + "Each Region's stream tells of the same changes, so catch-up reads one. Each write costs its units in every Region.");
    }

    private static string Describe(ReplicaDescription replica) =>
        replica.ReplicaStatus is { } status && status != ReplicaStatus.ACTIVE ? $"{replica.RegionName} ({status})" : replica.RegionName;
}
