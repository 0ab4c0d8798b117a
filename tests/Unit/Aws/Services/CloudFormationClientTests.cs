using Amazon.Runtime;
using DynamoNamespace.Engine.Aws.CloudFormation;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Aws.Services;

public sealed class CloudFormationClientTests
{
    [Fact]
    public async Task AStackIsReadWithItsParametersOutputsAndCapabilities()
    {
        using var fake = new FakeService().AnswerQuery("DescribeStacks", """
            <Stacks><member><StackId>arn:stack</StackId><StackName>my-app</StackName><StackStatus>UPDATE_ROLLBACK_COMPLETE</StackStatus><StackStatusReason>it failed</StackStatusReason>
            <CreationTime>2026-01-02T03:04:05.678Z</CreationTime><ChangeSetId>arn:changeSet</ChangeSetId>
            <Parameters><member><ParameterKey>Env</ParameterKey><ParameterValue>dev</ParameterValue></member><member><ParameterKey>Empty</ParameterKey><ParameterValue/></member></Parameters>
            <Outputs><member><OutputKey>TableName</OutputKey><OutputValue>my-app</OutputValue></member></Outputs>
            <Capabilities><member>CAPABILITY_NAMED_IAM</member></Capabilities><DriftInformation><StackDriftStatus>DRIFTED</StackDriftStatus></DriftInformation></member></Stacks>
            """);
        using var aws = fake.Connect();
        var stack = await aws.CloudFormation.FindStackAsync("my-app", CancellationToken.None);

        Assert.NotNull(stack);
        Assert.Equal(("arn:stack", "my-app", "UPDATE_ROLLBACK_COMPLETE", "it failed"), (stack.Id, stack.Name, stack.Status, stack.StatusReason));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero), stack.CreatedAt);
        Assert.Equal("DRIFTED", stack.DriftStatus);
        Assert.Equal([new("Env", "dev"), new("Empty", "")], stack.Parameters);
        Assert.Equal([new("TableName", "my-app")], stack.Outputs);
        Assert.Equal(["CAPABILITY_NAMED_IAM"], stack.Capabilities);

        Assert.Equal(("POST", "/"), (fake.Last.Method, fake.Last.Path));
        Assert.Equal("eu-west-1/cloudformation", fake.Last.Scope);
        Assert.Equal("application/x-www-form-urlencoded; charset=utf-8", fake.Last.Headers["Content-Type"]);
        Assert.Equal([new("Action", "DescribeStacks"), new("Version", "2010-05-15"), new("StackName", "my-app")], fake.Last.Form);
    }

    [Fact]
    public async Task AStackThatDoesNotExistIsNoneAndAnyOtherErrorIsNot()
    {
        using var fake = new FakeService().RefuseQuery("ValidationError", "Stack with id none does not exist").RefuseQuery("ValidationError", "1 validation error detected");
        using var aws = fake.Connect();
        Assert.Null(await aws.CloudFormation.FindStackAsync("none", CancellationToken.None));
        var error = await Assert.ThrowsAsync<AmazonServiceException>(() => aws.CloudFormation.FindStackAsync("", CancellationToken.None));
        Assert.Equal(("ValidationError", "1 validation error detected", 400), (error.ErrorCode, error.Message, (int)error.StatusCode));
    }

    [Fact]
    public async Task ATemplateIsAskedForAsItWasGivenAndReadToTheLetter()
    {
        using var fake = new FakeService().AnswerQuery("GetTemplate", "<TemplateBody>a: 1 &lt; 2 # &amp;\n\nb: \"x\"\n</TemplateBody>");
        using var aws = fake.Connect();
        Assert.Equal("a: 1 < 2 # &\n\nb: \"x\"\n", await aws.CloudFormation.GetTemplateAsync("my-app", null, CancellationToken.None));
        Assert.Equal("Original", fake.Last.Form["TemplateStage"]);
    }

    [Fact]
    public async Task ResourcesAreReadPageByPage()
    {
        using var fake = new FakeService()
            .AnswerQuery("ListStackResources", "<StackResourceSummaries><member><LogicalResourceId>T</LogicalResourceId><PhysicalResourceId>my-app</PhysicalResourceId><ResourceType>AWS::DynamoDB::Table</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus></member></StackResourceSummaries><NextToken>p/2=</NextToken>")
            .AnswerQuery("ListStackResources", "<StackResourceSummaries><member><LogicalResourceId>P</LogicalResourceId><ResourceType>AWS::IAM::ManagedPolicy</ResourceType><ResourceStatus>CREATE_FAILED</ResourceStatus></member></StackResourceSummaries>");
        using var aws = fake.Connect();
        Assert.Equal(
            [new StackResource("T", "my-app", "AWS::DynamoDB::Table", "CREATE_COMPLETE"), new StackResource("P", null, "AWS::IAM::ManagedPolicy", "CREATE_FAILED")],
            await aws.CloudFormation.ListResourcesAsync("my-app", CancellationToken.None));
        Assert.False(fake.Requests[0].Form.ContainsKey("NextToken"));
        Assert.Equal("p/2=", fake.Last.Form["NextToken"]);
    }

    [Fact]
    public async Task AChangeSetIsAskedForWithEverythingThatItIsMadeOf()
    {
        using var fake = new FakeService().AnswerQuery("CreateChangeSet", "<Id>arn:cs</Id><StackId>arn:stack</StackId>");
        using var aws = fake.Connect();
        var id = await aws.CloudFormation.CreateChangeSetAsync(
            new ChangeSetRequest("my-app", "cs-1")
            {
                Description = "what for",
                TemplateBody = "Resources:\n  A: !Ref B & +%\n",
                Parameters = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Env"] = "prod", ["Secret"] = null },
                Capabilities = ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
            },
            CancellationToken.None);
        Assert.Equal("arn:cs", id);
        Assert.Equal(
            [
                new("Action", "CreateChangeSet"), new("Version", "2010-05-15"), new("StackName", "my-app"), new("ChangeSetName", "cs-1"), new("ChangeSetType", "UPDATE"),
                new("Description", "what for"), new("TemplateBody", "Resources:\n  A: !Ref B & +%\n"),
                new("Capabilities.member.1", "CAPABILITY_NAMED_IAM"), new("Capabilities.member.2", "CAPABILITY_AUTO_EXPAND"),
                new("Parameters.member.1.ParameterKey", "Env"), new("Parameters.member.1.ParameterValue", "prod"),
                new("Parameters.member.2.ParameterKey", "Secret"), new("Parameters.member.2.UsePreviousValue", "true"),
            ],
            fake.Last.Form);
    }

    [Fact]
    public async Task ATemplateInS3IsNamedByItsAddress()
    {
        using var fake = new FakeService().AnswerQuery("CreateChangeSet", "<Id>arn:cs</Id>");
        using var aws = fake.Connect();
        await aws.CloudFormation.CreateChangeSetAsync(new ChangeSetRequest("my-app", "cs") { Description = "d", TemplateUrl = "https://b.s3.amazonaws.com/k" }, CancellationToken.None);
        Assert.Equal("https://b.s3.amazonaws.com/k", fake.Last.Form["TemplateURL"]);
        Assert.False(fake.Last.Form.ContainsKey("TemplateBody"));
    }

    [Fact]
    public async Task AChangeSetIsReadWithTheChangesOfAllItsPages()
    {
        const string head = "<ChangeSetId>arn:cs</ChangeSetId><ChangeSetName>cs-1</ChangeSetName><Status>CREATE_COMPLETE</Status><ExecutionStatus>AVAILABLE</ExecutionStatus>";
        using var fake = new FakeService()
            .AnswerQuery("DescribeChangeSet", head + """
                <Changes><member><Type>Resource</Type><ResourceChange><Action>Modify</Action><LogicalResourceId>T</LogicalResourceId><PhysicalResourceId>my-app</PhysicalResourceId>
                <ResourceType>AWS::DynamoDB::Table</ResourceType><Replacement>False</Replacement><Scope><member>Properties</member></Scope>
                <Details><member><ChangeSource>DirectModification</ChangeSource><Target><Attribute>Properties</Attribute><Name>GlobalSecondaryIndexes</Name></Target></member><member><ChangeSource>ResourceAttribute</ChangeSource><CausingEntity>X.Arn</CausingEntity><Target><Attribute>Properties</Attribute><Name>AttributeDefinitions</Name></Target></member></Details>
                </ResourceChange></member></Changes><NextToken>2</NextToken>
                """)
            .AnswerQuery("DescribeChangeSet", head + "<Changes><member><ResourceChange><Action>Add</Action><LogicalResourceId>P</LogicalResourceId><ResourceType>AWS::IAM::ManagedPolicy</ResourceType><Details><member><ChangeSource>ResourceAttribute</ChangeSource><CausingEntity>T.Arn</CausingEntity></member></Details></ResourceChange></member></Changes>");
        using var aws = fake.Connect();
        var found = await aws.CloudFormation.DescribeChangeSetAsync("my-app", "arn:cs", CancellationToken.None);
        Assert.True(found.IsReady);
        string[] expected = ["Modify T my-app False Properties GlobalSecondaryIndexes,AttributeDefinitions ", "Add P     T.Arn"];
        Assert.Equal(expected, found.Changes.Select(change =>
            $"{change.Action} {change.LogicalId} {change.PhysicalId} {change.Replacement} {string.Join(',', change.Scope)} {string.Join(',', change.Properties)} {string.Join(',', change.Causes)}"), StringComparer.Ordinal);
        Assert.Equal(("my-app", "arn:cs", "2"), (fake.Last.Form["StackName"], fake.Last.Form["ChangeSetName"], fake.Last.Form["NextToken"]));
    }

    [Theory]
    [InlineData("The submitted information didn't contain changes. Submit different information to create a change set.", true)]
    [InlineData("No updates are to be performed.", true)]
    [InlineData("Template error: instance of Fn::GetAtt references undefined resource X", false)]
    public async Task OnlyAChangeSetThatFailedForWantOfChangesIsEmpty(string reason, bool isEmpty)
    {
        using var fake = new FakeService().AnswerQuery("DescribeChangeSet", $"<Status>FAILED</Status><StatusReason>{reason}</StatusReason><ExecutionStatus>UNAVAILABLE</ExecutionStatus>");
        using var aws = fake.Connect();
        var found = await aws.CloudFormation.DescribeChangeSetAsync("my-app", "cs", CancellationToken.None);
        Assert.Equal((true, isEmpty, reason), (found.IsFailed, found.IsEmpty, found.StatusReason));
    }

    [Fact]
    public async Task AChangeSetIsExecutedWithAToken()
    {
        using var fake = new FakeService().AnswerQuery("ExecuteChangeSet", "");
        using var aws = fake.Connect();
        await aws.CloudFormation.ExecuteChangeSetAsync("my-app", "arn:cs", "token-1", CancellationToken.None);
        Assert.Equal(
            [new("Action", "ExecuteChangeSet"), new("Version", "2010-05-15"), new("StackName", "my-app"), new("ChangeSetName", "arn:cs"), new("ClientRequestToken", "token-1")], fake.Last.Form);
    }

    [Fact]
    public async Task AChangeSetIsDeleted()
    {
        using var fake = new FakeService().AnswerQuery("DeleteChangeSet", "");
        using var aws = fake.Connect();
        await aws.CloudFormation.DeleteChangeSetAsync("my-app", "arn:cs", CancellationToken.None);
        Assert.Equal([new("Action", "DeleteChangeSet"), new("Version", "2010-05-15"), new("StackName", "my-app"), new("ChangeSetName", "arn:cs")], fake.Last.Form);
    }

    [Fact]
    public async Task EventsAreReadWithTheirReasons()
    {
        using var fake = new FakeService().AnswerQuery("DescribeStackEvents", """
            <StackEvents><member><EventId>e-1</EventId><Timestamp>2026-01-02T03:04:05Z</Timestamp><LogicalResourceId>T</LogicalResourceId><PhysicalResourceId>my-app</PhysicalResourceId>
            <ResourceType>AWS::DynamoDB::Table</ResourceType><ResourceStatus>UPDATE_FAILED</ResourceStatus><ResourceStatusReason>no</ResourceStatusReason><ClientRequestToken>t</ClientRequestToken></member></StackEvents><NextToken>n</NextToken>
            """);
        using var aws = fake.Connect();
        var page = await aws.CloudFormation.DescribeEventsAsync("my-app", "m", CancellationToken.None);
        var one = Assert.Single(page.Events);
        Assert.Equal(("e-1", "T", "AWS::DynamoDB::Table", "UPDATE_FAILED", "no", "t"), (one.Id, one.LogicalId, one.ResourceType, one.Status, one.Reason, one.Token));
        Assert.Equal(("n", "m"), (page.NextToken, fake.Last.Form["NextToken"]));
    }

    [Fact]
    public async Task ATemplatesParametersAreRead()
    {
        using var fake = new FakeService().AnswerQuery("GetTemplateSummary", """
            <Parameters><member><ParameterKey>A</ParameterKey><DefaultValue/></member><member><ParameterKey>B</ParameterKey></member></Parameters><Capabilities><member>CAPABILITY_IAM</member></Capabilities>
            """);
        using var aws = fake.Connect();
        var summary = await aws.CloudFormation.GetTemplateSummaryAsync("body", null, CancellationToken.None);
        Assert.Equal([new TemplateParameter("A", HasDefault: true), new TemplateParameter("B", HasDefault: false)], summary.Parameters);
        Assert.Equal(["CAPABILITY_IAM"], summary.Capabilities);
        Assert.Equal("body", fake.Last.Form["TemplateBody"]);
    }
}
