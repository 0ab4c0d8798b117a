using DynamoNamespace.Engine.Aws;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Aws;

/// <summary>As whom a connection signs, seen at its other end.</summary>
[Collection(ConnectionCollection.Name)]
public sealed class CredentialsTests : IDisposable
{
    private readonly FakeDynamoDb endpoint = new FakeDynamoDb().On("Scan", "{}");

    public void Dispose() => endpoint.Dispose();

    [Fact]
    public async Task ALocalEndpointNeedsNoCredentials()
    {
        using var scope = new EnvironmentScope();
        var request = await SendAsync(new ConnectionOptions { EndpointUrl = endpoint.Url });
        Assert.Contains("Credential=local/", request.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Contains("/us-east-1/dynamodb/aws4_request", request.Headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheEnvironmentsKeysSignEvenForALocalEndpoint()
    {
        using var scope = new EnvironmentScope(("AWS_ACCESS_KEY_ID", "AKENV"), ("AWS_SECRET_ACCESS_KEY", "secret"), ("AWS_SESSION_TOKEN", "token"));
        var request = await SendAsync(new ConnectionOptions { EndpointUrl = endpoint.Url });
        Assert.Contains("Credential=AKENV/", request.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal("token", request.Headers["X-Amz-Security-Token"]);
    }

    [Fact]
    public async Task ANamedProfileGoesBeforeTheEnvironment()
    {
        using var scope = new EnvironmentScope(("AWS_ACCESS_KEY_ID", "AKENV"), ("AWS_SECRET_ACCESS_KEY", "secret"))
            .WithProfile("mine", "region = eu-west-3\naws_access_key_id = AKPROFILE\naws_secret_access_key = secret");
        var request = await SendAsync(new ConnectionOptions { EndpointUrl = endpoint.Url, ProfileName = "mine" });
        Assert.Contains("Credential=AKPROFILE/", request.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Contains("/eu-west-3/", request.Headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACallersOwnKeysGoBeforeAllAndAreAskedForAgain()
    {
        using var scope = new EnvironmentScope(("AWS_ACCESS_KEY_ID", "AKENV"), ("AWS_SECRET_ACCESS_KEY", "secret"));
        var keys = new AccessKeys("AKFIRST", "secret", "");
        using var client = ConnectionFactory.Create(new ConnectionOptions
        {
            EndpointUrl = endpoint.Url,
            Credentials = () => keys,
        });
        (await client.SendAsync("Scan", "{}"u8.ToArray(), CancellationToken.None)).Dispose();
        keys = new AccessKeys("AKSECOND", "secret", "token");
        (await client.SendAsync("Scan", "{}"u8.ToArray(), CancellationToken.None)).Dispose();
        var headers = endpoint.Requests.Select(request => request.Headers).ToList();
        Assert.Contains("Credential=AKFIRST/", headers[0]["Authorization"], StringComparison.Ordinal);
        Assert.False(headers[0].ContainsKey("X-Amz-Security-Token"));
        Assert.Contains("Credential=AKSECOND/", headers[1]["Authorization"], StringComparison.Ordinal);
        Assert.Equal("token", headers[1]["X-Amz-Security-Token"]);
    }

    [Fact]
    public void KeysAreNeverWrittenOut()
    {
        var keys = new AccessKeys("AKID", "very secret", "token");
        Assert.Equal("access keys (hidden)", keys.ToString());
        Assert.DoesNotContain("secret", $"{new ConnectionOptions { Credentials = () => keys }}", StringComparison.Ordinal);
    }

    private async Task<ReceivedRequest> SendAsync(ConnectionOptions options)
    {
        using var client = ConnectionFactory.Create(options);
        (await client.SendAsync("Scan", "{}"u8.ToArray(), CancellationToken.None)).Dispose();
        return Assert.Single(endpoint.Requests);
    }
}
