using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Aws.CloudFormation;
using DynamoNamespace.Engine.Aws.CloudWatchLogs;
using DynamoNamespace.Engine.Aws.Services;
using DynamoNamespace.Engine.Errors;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Aws.Services;

[Collection(ConnectionCollection.Name)]
public sealed class ServiceClientTests
{
    [Fact]
    public async Task LogEventsAreReadUntilThereAreEnoughThroughEmptyPages()
    {
        using var fake = new FakeService()
            .Answer("""{"events":[],"nextToken":"n1"}""")
            .Answer("""{"events":[{"timestamp":1700000000000,"message":"ValueError: x"},{"timestamp":1700000000001,"message":"ValueError: y"}],"nextToken":"n2"}""");
        using var aws = fake.Connect();
        var since = DateTimeOffset.FromUnixTimeMilliseconds(1_600_000_000_000);
        var found = await aws.Logs.FilterEventsAsync("/aws/lambda/my-app-aggregator", "ValueError", since, 2, CancellationToken.None);
        Assert.Equal([new LogEvent(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000), "ValueError: x"), new LogEvent(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_001), "ValueError: y")], found);
        Assert.Equal(2, fake.Requests.Count);
        Assert.Equal("eu-west-1/logs", fake.Last.Scope);
        Assert.Equal("Logs_20140328.FilterLogEvents", fake.Last.Headers["X-Amz-Target"]);
        Assert.Equal("application/x-amz-json-1.1", fake.Last.Headers["Content-Type"]);
        Assert.Equal("""{"logGroupName":"/aws/lambda/my-app-aggregator","filterPattern":"ValueError","startTime":1600000000000}""", fake.Requests[0].Body);
        Assert.Equal("""{"logGroupName":"/aws/lambda/my-app-aggregator","filterPattern":"ValueError","startTime":1600000000000,"nextToken":"n1"}""", fake.Last.Body);
    }

    [Fact]
    public async Task ALogGroupThatDoesNotExistIsNone()
    {
        using var fake = new FakeService().Answer("""{"__type":"ResourceNotFoundException","message":"The specified log group does not exist."}""", 400);
        using var aws = fake.Connect();
        Assert.Null(await aws.Logs.FilterEventsAsync("none", "x", DateTimeOffset.UnixEpoch, 1, CancellationToken.None));
    }

    [Fact]
    public async Task AFunctionIsReadWithTheGroupThatItLogsTo()
    {
        using var fake = new FakeService()
            .Answer("""{"FunctionName":"my-app-aggregator","State":"Active","LastModified":"2026-01-02T03:04:05.000+0000","CodeSha256":"abc=","LoggingConfig":{"LogGroup":"/own/group"}}""")
            .Answer("""{"FunctionName":"my-app-aggregator"}""");
        using var aws = fake.Connect();
        var found = await aws.Lambda.FindFunctionAsync("my-app-aggregator", CancellationToken.None);
        Assert.NotNull(found);
        Assert.Equal(("Active", "abc=", "/own/group"), (found.State, found.CodeSha256, found.LogGroup));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), found.LastModified);
        Assert.Equal(("GET", "/2015-03-31/functions/my-app-aggregator/configuration", "eu-west-1/lambda"), (fake.Last.Method, fake.Last.Path, fake.Last.Scope));
        Assert.Equal("/aws/lambda/my-app-aggregator", (await aws.Lambda.FindFunctionAsync("my-app-aggregator", CancellationToken.None))!.LogGroup);
    }

    [Theory]
    [InlineData("""{"Type":"User","message":"Function not found"}""", "ResourceNotFoundException")]
    [InlineData("""{"__type":"com.amazonaws.lambda#ResourceNotFoundException","Message":"Function not found"}""", null)]
    public async Task AFunctionThatDoesNotExistIsNone(string body, string? header)
    {
        using var endpoint = new FakeService().Answer(body, 404, header);
        using var aws = new AwsServices(new ConnectionOptions { EndpointUrl = endpoint.Url, Region = "eu-west-1", Credentials = () => new AccessKeys("a", "b", null) });
        Assert.Null(await aws.Lambda.FindFunctionAsync("none", CancellationToken.None));
    }

    [Fact]
    public async Task WhatIsThrottledOrBrokenIsSentAgain()
    {
        using var fake = new FakeService().RefuseQuery("Throttling", "Rate exceeded").RefuseQuery("InternalFailure", "oops", 500).AnswerQuery("GetTemplate", "<TemplateBody>t</TemplateBody>");
        using var aws = fake.Connect();
        Assert.Equal("t", await aws.CloudFormation.GetTemplateAsync("my-app", null, CancellationToken.None));
        Assert.Equal(3, fake.Requests.Count);
    }

    [Fact]
    public async Task WhatIsRefusedIsNotSentAgain()
    {
        using var fake = new FakeService().RefuseQuery("AccessDenied", "User: arn:aws:iam::1:user/u is not authorized to perform: cloudformation:GetTemplate", 403);
        using var aws = fake.Connect();
        var error = await Assert.ThrowsAsync<AmazonServiceException>(() => aws.CloudFormation.GetTemplateAsync("my-app", null, CancellationToken.None));
        Assert.Single(fake.Requests);
        var translated = Assert.IsType<DdbException>(AwsErrors.Translate(error, CallSubject.Stack("my-app"), "AWS"));
        Assert.Equal(("AccessDenied", DdbErrorKind.PermissionDenied, "my-app"), (translated.ErrorId, translated.Kind, translated.Target));
        Assert.Contains("cloudformation:GetTemplate", translated.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html><body>Bad gateway</body>", 502)]
    [InlineData("", 403)]
    [InlineData("{\"cut", 400)]
    public async Task AnErrorThatNobodyUnderstandsTellsItsStatus(string body, int status)
    {
        using var fake = new FakeService().Answer(body, status);
        // A real connection sends what may pass five times more, and backs off for seconds meanwhile.
        var config = new ServiceConfig(ServiceDefinition.CloudFormation, new Uri(fake.Url), "eu-west-1") { MaxErrorRetry = 0 };
        using var client = new ServiceClient(ServiceDefinition.CloudFormation, new BasicAWSCredentials("AKIDEXAMPLE", "secret"), config);
        var error = await Assert.ThrowsAsync<AmazonServiceException>(() => new CloudFormationClient(client).GetTemplateAsync("my-app", null, CancellationToken.None));
        Assert.Contains($"HTTP {status}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAnswerThatIsNoXmlIsAnErrorOfItsOwn()
    {
        using var fake = new FakeService().Answer("hello");
        using var aws = fake.Connect();
        var error = await Assert.ThrowsAsync<AmazonClientException>(() => aws.CloudFormation.GetTemplateAsync("my-app", null, CancellationToken.None));
        Assert.Equal("UnreadableAnswer", Assert.IsType<DdbException>(AwsErrors.Translate(error, CallSubject.Stack("my-app"), fake.Url)).ErrorId);
    }

    [Fact]
    public async Task ACallEndsWhenItIsStopped()
    {
        using var stop = new CancellationTokenSource();
        using var fake = new FakeService().RefuseQuery("Throttling", "Rate exceeded");
        using var aws = fake.Connect();
        var call = aws.CloudFormation.GetTemplateAsync("my-app", null, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Theory]
    [InlineData("cloudformation", "eu-west-1", "https://cloudformation.eu-west-1.amazonaws.com/")]
    [InlineData("cloudformation", "cn-north-1", "https://cloudformation.cn-north-1.amazonaws.com.cn/")]
    [InlineData("logs", "us-gov-east-1", "https://logs.us-gov-east-1.amazonaws.com/")]
    [InlineData("lambda", "ap-southeast-2", "https://lambda.ap-southeast-2.amazonaws.com/")]
    [InlineData("iam", "eu-west-1", "https://iam.amazonaws.com/")]
    [InlineData("iam", "cn-northwest-1", "https://iam.cn-north-1.amazonaws.com.cn/")]
    [InlineData("iam", "us-gov-east-1", "https://iam.us-gov.amazonaws.com/")]
    public void EachPartitionHasItsAddresses(string prefix, string region, string address) =>
        Assert.Equal(address, ServiceEndpoint.Of(Definition(prefix), region).ToString());

    [Theory]
    [InlineData("cloudformation", "AWS_ENDPOINT_URL_CLOUDFORMATION")]
    [InlineData("iam", "AWS_ENDPOINT_URL_IAM")]
    [InlineData("logs", "AWS_ENDPOINT_URL_CLOUDWATCH_LOGS")]
    [InlineData("lambda", "AWS_ENDPOINT_URL_LAMBDA")]
    [InlineData("sts", "AWS_ENDPOINT_URL_STS")]
    [InlineData("s3", "AWS_ENDPOINT_URL_S3")]
    public void TheStandardSettingsNameOtherAddresses(string prefix, string variable)
    {
        using (new EnvironmentScope(("AWS_ENDPOINT_URL", "http://127.0.0.1:1"), (variable, "http://127.0.0.1:2")))
        {
            Assert.Equal("http://127.0.0.1:2/", ServiceEndpoint.Find(Definition(prefix), new ConnectionOptions())?.ToString());
            Assert.Equal("http://127.0.0.1:3/", ServiceEndpoint.Find(Definition(prefix), new ConnectionOptions { EndpointUrl = "http://127.0.0.1:3" })?.ToString());
        }

        using (new EnvironmentScope(("AWS_ENDPOINT_URL", "http://127.0.0.1:1")))
            Assert.Equal("http://127.0.0.1:1/", ServiceEndpoint.Find(Definition(prefix), new ConnectionOptions())?.ToString());
        using (new EnvironmentScope(("AWS_ENDPOINT_URL", "http://127.0.0.1:1"), ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")))
            Assert.Null(ServiceEndpoint.Find(Definition(prefix), new ConnectionOptions()));
        using (new EnvironmentScope(("AWS_ENDPOINT_URL", "http://10.0.0.1")))
            Assert.Equal("InsecureEndpoint", Assert.Throws<DdbException>(() => ServiceEndpoint.Find(Definition(prefix), new ConnectionOptions())).ErrorId);
    }

    [Fact]
    public void AGlobalServiceNeedsNoRegion()
    {
        using var scope = new EnvironmentScope(("AWS_ACCESS_KEY_ID", "a"), ("AWS_SECRET_ACCESS_KEY", "b"));
        using var iam = ConnectionFactory.CreateService(ServiceDefinition.Iam, new ConnectionOptions());
        Assert.Equal("https://iam.amazonaws.com/", iam.Endpoint);
        Assert.Equal("NoRegion", Assert.Throws<DdbException>(() => ConnectionFactory.CreateService(ServiceDefinition.CloudFormation, new ConnectionOptions())).ErrorId);
    }

    private static ServiceDefinition Definition(string prefix) =>
        new[] { ServiceDefinition.CloudFormation, ServiceDefinition.Iam, ServiceDefinition.CloudWatchLogs, ServiceDefinition.Lambda, ServiceDefinition.SecurityToken, ServiceDefinition.S3 }
            .Single(service => service.Prefix == prefix);
}
