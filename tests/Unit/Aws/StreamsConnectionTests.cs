using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Aws;

/// <summary>Where calls on streams go.</summary>
[Collection(ConnectionCollection.Name)]
public sealed class StreamsConnectionTests
{
    private static readonly (string, string) Region = ("AWS_REGION", "eu-west-1");

    [Theory]
    [InlineData("eu-west-1", "https://streams.dynamodb.eu-west-1.amazonaws.com/")]
    [InlineData("cn-north-1", "https://streams.dynamodb.cn-north-1.amazonaws.com.cn/")]
    [InlineData("us-gov-west-1", "https://streams.dynamodb.us-gov-west-1.amazonaws.com/")]
    public void ARegionHasAnEndpointOfItsOwnForStreams(string region, string expected)
    {
        Assert.Equal((expected, region), EndpointOf(new ConnectionOptions { Region = region }));
        Assert.Equal((expected, region), EndpointOf(new ConnectionOptions(), ("AWS_REGION", region)));
    }

    [Theory]
    [InlineData("us-east-1", "https://streams.dynamodb-fips.us-east-1.amazonaws.com/")]
    [InlineData("us-gov-west-1", "https://streams.dynamodb.us-gov-west-1.amazonaws.com/")]
    public void AFipsEndpointIsTakenWhereOneIsAskedFor(string region, string expected) =>
        Assert.Equal((expected, region), EndpointOf(new ConnectionOptions { Region = region }, ("AWS_USE_FIPS_ENDPOINT", "true")));

    [Fact]
    public void TheServicesOwnSettingGoesBeforeAll()
    {
        (string, string)[] environment = [("AWS_ENDPOINT_URL_DYNAMODB_STREAMS", "http://127.0.0.1:1"), ("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:2"), ("AWS_ENDPOINT_URL", "http://127.0.0.1:3"), Region];
        Assert.Equal(("http://127.0.0.1:1/", "eu-west-1"), EndpointOf(new ConnectionOptions { EndpointUrl = "http://127.0.0.1:4" }, environment));
    }

    [Fact]
    public void AnotherMakersEndpointServesBoth()
    {
        Assert.Equal("http://127.0.0.1:4/", EndpointOf(new ConnectionOptions { EndpointUrl = "http://127.0.0.1:4" }, ("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:2"), Region).Url);
        Assert.Equal("http://127.0.0.1:2/", EndpointOf(new ConnectionOptions(), ("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:2"), ("AWS_ENDPOINT_URL", "http://127.0.0.1:3"), Region).Url);
        Assert.Equal("http://127.0.0.1:3/", EndpointOf(new ConnectionOptions(), ("AWS_ENDPOINT_URL", "http://127.0.0.1:3"), Region).Url);
        Assert.Equal("https://amazonaws.com.example.com/", EndpointOf(new ConnectionOptions { EndpointUrl = "https://amazonaws.com.example.com" }, Region).Url);
        using var scope = new EnvironmentScope(Region).WithProfile("default", "endpoint_url = http://127.0.0.1:5");
        using var client = ConnectionFactory.CreateStreams(new ConnectionOptions());
        Assert.Equal("http://127.0.0.1:5/", new Uri(ConnectionFactory.EndpointOf(client)).ToString());
    }

    [Theory]
    [InlineData("https://dynamodb.eu-west-1.amazonaws.com")]
    [InlineData("https://vpce-1.dynamodb.eu-west-1.vpce.amazonaws.com")]
    [InlineData("https://dynamodb.eu-west-1.api.aws")]
    [InlineData("https://DYNAMODB.EU-WEST-1.AMAZONAWS.COM")]
    public void AnEndpointOfAwsServesTablesOnly(string url) =>
        Assert.Equal("https://streams.dynamodb.eu-west-1.amazonaws.com/", EndpointOf(new ConnectionOptions { EndpointUrl = url }, Region).Url);

    [Fact]
    public void ConfiguredEndpointsCanBeIgnored() => Assert.Equal(
        "https://streams.dynamodb.eu-west-1.amazonaws.com/",
        EndpointOf(new ConnectionOptions(), ("AWS_ENDPOINT_URL_DYNAMODB_STREAMS", "http://127.0.0.1:1"), ("AWS_ENDPOINT_URL", "http://127.0.0.1:3"), ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"), Region).Url);

    [Fact]
    public void PlainHttpToAnotherMachineIsRefused()
    {
        using var scope = new EnvironmentScope(("AWS_ENDPOINT_URL_DYNAMODB_STREAMS", "http://10.0.0.1:8000"), Region);
        Assert.Equal("InsecureEndpoint", Assert.Throws<DdbException>(() => ConnectionFactory.CreateStreams(new ConnectionOptions())).ErrorId);
    }

    private static (string Url, string Region) EndpointOf(ConnectionOptions options, params (string Name, string Value)[] environment)
    {
        using var scope = new EnvironmentScope(environment);
        using var client = ConnectionFactory.CreateStreams(options);
        return (new Uri(ConnectionFactory.EndpointOf(client)).ToString(), client.Config.AuthenticationRegion);
    }
}
