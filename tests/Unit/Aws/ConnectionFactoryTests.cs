using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Aws;

[Collection(ConnectionCollection.Name)]
public sealed class ConnectionFactoryTests
{
    [Theory]
    [InlineData("http://10.0.0.1:8000")]
    [InlineData("http://0.0.0.0:8000")]
    [InlineData("http://dynamodb.eu-west-1.amazonaws.com")]
    [InlineData("HTTP://EXAMPLE.COM")]
    [InlineData("http://localhost.example.com:8000")]
    [InlineData("http://127.0.0.1.example.com")]
    [InlineData("http://127.0.0.1@example.com")]
    public void PlainHttpToAnotherMachineIsRefusedWhereverItWasConfigured(string url)
    {
        Refused(new ConnectionOptions { EndpointUrl = url }, "InsecureEndpoint", url);
        Refused(new ConnectionOptions(), "InsecureEndpoint", url, ("AWS_ENDPOINT_URL", url));
        Refused(new ConnectionOptions(), "InsecureEndpoint", url, ("AWS_ENDPOINT_URL_DYNAMODB", url));
        using var scope = new EnvironmentScope().WithProfile("default", $"endpoint_url = {url}");
        Assert.Equal("InsecureEndpoint", Assert.Throws<DdbException>(() => ConnectionFactory.Create(new ConnectionOptions())).ErrorId);
        Assert.Equal("InsecureEndpoint", Assert.Throws<DdbException>(() => ServiceEndpoint.RequireSecure(url)).ErrorId);
    }

    [Theory]
    [InlineData("http://localhost:8000")]
    [InlineData("http://127.0.0.1:8000")]
    [InlineData("http://127.8.9.10")]
    [InlineData("http://[::1]:8000")]
    [InlineData("https://10.0.0.1:8000")]
    [InlineData("https://example.com/")]
    public void LoopbackAndHttpsAreTaken(string url)
    {
        using var scope = new EnvironmentScope(("AWS_REGION", "eu-west-1"));
        using var client = ConnectionFactory.Create(new ConnectionOptions { EndpointUrl = url });
        Assert.Equal(new Uri(url), new Uri(ConnectionFactory.EndpointOf(client)));
        ServiceEndpoint.RequireSecure(url);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a url")]
    [InlineData("localhost:8000")]
    [InlineData("127.0.0.1:8000")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("/etc/passwd")]
    [InlineData("http://")]
    public void WhatIsNoHttpAddressIsRefused(string url) => Refused(new ConnectionOptions { EndpointUrl = url }, "InvalidEndpointUrl", url);

    [Fact]
    public void AnEndpointOfTheServiceGoesBeforeTheGeneralOneAndTheOptionBeforeBoth()
    {
        (string, string)[] environment = [("AWS_ENDPOINT_URL", "http://127.0.0.1:1"), ("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:2"), ("AWS_REGION", "eu-west-1")];
        Assert.Equal("http://127.0.0.1:2/", EndpointOf(new ConnectionOptions(), environment));
        Assert.Equal("http://127.0.0.1:1/", EndpointOf(new ConnectionOptions(), environment[0], environment[2]));
        Assert.Equal("http://127.0.0.1:3/", EndpointOf(new ConnectionOptions { EndpointUrl = "http://127.0.0.1:3" }, environment));
    }

    [Fact]
    public void ConfiguredEndpointsCanBeIgnored()
    {
        (string, string)[] environment = [("AWS_ENDPOINT_URL", "http://127.0.0.1:1"), ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"), ("AWS_REGION", "eu-west-1")];
        Assert.Equal("https://dynamodb.eu-west-1.amazonaws.com/", EndpointOf(new ConnectionOptions(), environment));
        Assert.Equal("http://127.0.0.1:3/", EndpointOf(new ConnectionOptions { EndpointUrl = "http://127.0.0.1:3" }, environment));
    }

    [Fact]
    public void ARegionComesFromTheOptionTheEnvironmentAndTheProfileInThisOrder()
    {
        Assert.Equal("https://dynamodb.ap-south-1.amazonaws.com/", EndpointOf(new ConnectionOptions { Region = "ap-south-1" }, ("AWS_REGION", "eu-west-1")));
        Assert.Equal("https://dynamodb.eu-west-1.amazonaws.com/", EndpointOf(new ConnectionOptions(), ("AWS_REGION", "eu-west-1"), ("AWS_DEFAULT_REGION", "eu-west-2")));
        Assert.Equal("https://dynamodb.eu-west-2.amazonaws.com/", EndpointOf(new ConnectionOptions(), ("AWS_DEFAULT_REGION", "eu-west-2")));

        using var scope = new EnvironmentScope(("AWS_REGION", "eu-west-1")).WithProfile("mine", "region = sa-east-1\naws_access_key_id = a\naws_secret_access_key = b");
        using var named = ConnectionFactory.Create(new ConnectionOptions { ProfileName = "mine" });
        Assert.Equal("https://dynamodb.sa-east-1.amazonaws.com/", Url(named));
        using var optioned = ConnectionFactory.Create(new ConnectionOptions { ProfileName = "mine", Region = "us-west-2" });
        Assert.Equal("https://dynamodb.us-west-2.amazonaws.com/", Url(optioned));
    }

    [Fact]
    public void TheDefaultProfileGivesARegionWhereTheEnvironmentDoesNot()
    {
        using var scope = new EnvironmentScope().WithProfile("default", "region = sa-east-1");
        using var client = ConnectionFactory.Create(new ConnectionOptions());
        Assert.Equal("https://dynamodb.sa-east-1.amazonaws.com/", Url(client));
    }

    [Fact]
    public void OnlyALoopbackEndpointNeedsNoRegion()
    {
        using var scope = new EnvironmentScope();
        using var local = ConnectionFactory.Create(new ConnectionOptions { EndpointUrl = "http://127.0.0.1:8000" });
        Assert.Equal("us-east-1", local.Config.AuthenticationRegion);
        using var named = ConnectionFactory.Create(new ConnectionOptions { EndpointUrl = "http://127.0.0.1:8000", Region = "eu-west-1" });
        Assert.Equal("eu-west-1", named.Config.AuthenticationRegion);
        Assert.Equal("NoRegion", Assert.Throws<DdbException>(() => ConnectionFactory.Create(new ConnectionOptions())).ErrorId);
        Assert.Equal("NoRegion", Assert.Throws<DdbException>(() => ConnectionFactory.Create(new ConnectionOptions { EndpointUrl = "https://example.com" })).ErrorId);
    }

    [Fact]
    public void AProfileThatIsNotThereIsNamed()
    {
        Refused(new ConnectionOptions { ProfileName = "missing" }, "ProfileNotFound", "missing", ("AWS_REGION", "eu-west-1"));
        using var scope = new EnvironmentScope(("AWS_REGION", "eu-west-1")).WithProfile("other", "region = sa-east-1");
        Assert.Equal(DdbErrorKind.NotFound, Assert.Throws<DdbException>(() => ConnectionFactory.Create(new ConnectionOptions { ProfileName = "missing" })).Kind);
    }

    private static string Url(DynamoDbClient client) => new Uri(ConnectionFactory.EndpointOf(client)).ToString();

    private static string EndpointOf(ConnectionOptions options, params (string Name, string Value)[] environment)
    {
        using var scope = new EnvironmentScope(environment);
        using var client = ConnectionFactory.Create(options);
        return Url(client);
    }

    private static void Refused(ConnectionOptions options, string errorId, string target, params (string Name, string Value)[] environment)
    {
        using var scope = new EnvironmentScope(environment);
        var error = Assert.Throws<DdbException>(() => ConnectionFactory.Create(options).Dispose());
        Assert.Equal((errorId, target), (error.ErrorId, error.Target));
        Assert.Contains($"'{target}'", error.Message, StringComparison.Ordinal);
    }
}
