using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Connections;

/// <summary>A caller's own credentials object is what requests are signed with.</summary>
public sealed class CredentialTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Fact]
    public async Task RequestsAreSignedWithTheCallersKeysForItsRegion()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(60));
        table.Proxy.Log.KeepRequests = true;

        var run = await table.CopyAsync(o => o with
        {
            Connection = o.Connection with { Region = "eu-central-1", Credentials = () => new AccessKeys("AKIDCALLER", "secret", "session") },
        });

        Assert.Null(run.Error);
        Assert.NotEmpty(table.Proxy.Log.Requests);
        Assert.All(table.Proxy.Log.Requests, request =>
        {
            Assert.Contains("Credential=AKIDCALLER/", request.Headers["Authorization"], StringComparison.Ordinal);
            Assert.Contains("/eu-central-1/dynamodb/aws4_request", request.Headers["Authorization"], StringComparison.Ordinal);
            Assert.Equal("session", request.Headers["X-Amz-Security-Token"]);
        });
    }

    [Fact]
    public void KeysAreNotToldByTheirText()
    {
        var text = new AccessKeys("AKIDCALLER", "secret-key", "session-token").ToString();
        Assert.All(new[] { "AKIDCALLER", "secret-key", "session-token" }, part => Assert.DoesNotContain(part, text, StringComparison.Ordinal));
    }
}
