namespace DynamoNamespace.Tests.Unit.Prerequisites;

/// <summary>A stack as CloudFormation describes it.</summary>
internal static class FakeStack
{
    public const string Id = "arn:aws:cloudformation:us-east-1:123456789012:stack/my-app/1";

    public const string Resources = """
        <R><ListStackResourcesResult><StackResourceSummaries><member>
        <LogicalResourceId>RateLimitsTable</LogicalResourceId><PhysicalResourceId>my-app</PhysicalResourceId><ResourceType>AWS::DynamoDB::Table</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus>
        </member></StackResourceSummaries></ListStackResourcesResult></R>
        """;

    public static string Description(string outputs) =>
        $"<R><DescribeStacksResult><Stacks><member><StackId>{Id}</StackId><StackName>my-app</StackName><StackStatus>CREATE_COMPLETE</StackStatus><Outputs>{outputs}</Outputs></member></Stacks></DescribeStacksResult></R>";
}
