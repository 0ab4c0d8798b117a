namespace DynamoNamespace.Tests.Support.ControlPlane.Iam;

/// <summary>The few policies of AWS's own that templates here name.</summary>
internal static class AwsManagedPolicies
{
    public static IEnumerable<ManagedPolicy> Create() =>
    [
        Policy("AWSLambdaBasicExecutionRole", "/service-role/", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"),
        Policy("AWSLambdaDynamoDBExecutionRole", "/service-role/", "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"),
        Policy("AmazonDynamoDBReadOnlyAccess", "/", "dynamodb:BatchGetItem", "dynamodb:Describe*", "dynamodb:GetItem", "dynamodb:List*", "dynamodb:Query", "dynamodb:Scan"),
    ];

    private static ManagedPolicy Policy(string name, string path, params string[] actions)
    {
        var list = string.Join(",", actions.Select(action => $"\"{action}\""));
        return new ManagedPolicy(
            name, path, "aws", $"{{\"Version\":\"2012-10-17\",\"Statement\":[{{\"Effect\":\"Allow\",\"Action\":[{list}],\"Resource\":\"*\"}}]}}", null);
    }
}
