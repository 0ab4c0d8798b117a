using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Worker;

/// <summary>A process finds its connection as every AWS SDK does, and says what it lacks.</summary>
public sealed class ConnectionTests(DynoxideServer engine) : IClassFixture<DynoxideServer>, IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("ddbns-home-");

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public async Task WithoutARegionNothingIsLookedAt()
    {
        var run = await Ddbns.RunAsync(["verify", "--table-name", "table"], Isolated());

        Ddbns.AssertExit(1, run);
        Assert.Contains("No AWS Region", run.StandardError, StringComparison.Ordinal);
        Assert.Contains("AWS_REGION", run.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutCredentialsItSaysHowToGiveThem()
    {
        var run = await Ddbns.RunAsync(["verify", "--table-name", "table"], Isolated(("AWS_REGION", "eu-west-1")));

        Ddbns.AssertExit(1, run);
        Assert.Contains("credentials", run.StandardError, StringComparison.Ordinal);
        Assert.Contains("AWS_ACCESS_KEY_ID", run.StandardError, StringComparison.Ordinal);
        Assert.Equal("", run.StandardOutput);
    }

    [Fact]
    public async Task ALoopbackEndpointNeedsNeitherRegionNorCredentials()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(3));

        var run = await Ddbns.RunAsync(["migrate", "--table-name", table.Name, "--endpoint-url", table.Proxy.EndpointUrl], Isolated());

        Ddbns.AssertExit(0, run);
    }

    [Theory]
    [InlineData("AWS_ENDPOINT_URL")]
    [InlineData("AWS_ENDPOINT_URL_DYNAMODB")]
    public async Task TheStandardEndpointSettingsAreHonoured(string variable)
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(3));

        var run = await Ddbns.RunAsync(["namespace", "list", "--table-name", table.Name], Isolated((variable, table.Proxy.EndpointUrl)));

        Ddbns.AssertExit(0, run);
        Assert.True(table.Proxy.Log.Total > 0);
    }

    [Fact]
    public async Task AProfileGivesEndpointRegionAndKeys()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(3));
        table.Proxy.Log.KeepRequests = true;
        Directory.CreateDirectory(Path.Combine(_home.FullName, ".aws"));
        await File.WriteAllTextAsync(Path.Combine(_home.FullName, ".aws", "config"),
            $"[profile mine]\nregion = ap-south-1\nendpoint_url = {table.Proxy.EndpointUrl}\naws_access_key_id = AKIDMINE\naws_secret_access_key = secret\n");

        var run = await Ddbns.RunAsync(["namespace", "list", "--table-name", table.Name, "--profile", "mine"], Isolated(("AWS_REGION", "eu-west-1")));

        Ddbns.AssertExit(0, run);
        Assert.All(table.Proxy.Log.Requests, request => Assert.Contains("Credential=AKIDMINE/", request.Headers["Authorization"], StringComparison.Ordinal));
        Assert.All(table.Proxy.Log.Requests, request => Assert.Contains("/ap-south-1/dynamodb/", request.Headers["Authorization"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnEndpointThatDoesNotAnswerIsNamed()
    {
        var run = await Ddbns.RunAsync(["verify", "--table-name", "table", "--endpoint-url", "http://127.0.0.1:1"], Isolated());

        Ddbns.AssertExit(1, run);
        Assert.Contains("http://127.0.0.1:1", run.StandardError, StringComparison.Ordinal);
        Assert.Contains("does not answer", run.StandardError, StringComparison.Ordinal);
    }

    private Dictionary<string, string> Isolated(params (string Name, string Value)[] more)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = _home.FullName,
            ["USERPROFILE"] = _home.FullName,
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(_home.FullName, ".aws", "credentials"),
            ["AWS_CONFIG_FILE"] = Path.Combine(_home.FullName, ".aws", "config"),
        };
        foreach (var (name, value) in more)
            environment[name] = value;
        return environment;
    }
}
