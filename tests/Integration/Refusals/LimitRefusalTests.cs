using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Refusals;

/// <summary>Limits that make no sense and endpoints that must not be used are refused by name.</summary>
public sealed class LimitRefusalTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    public static TheoryData<string, double> BadLimits => new()
    {
        { nameof(MigrationOptions.TotalSegments), 0 },
        { nameof(MigrationOptions.TotalSegments), 1_000_001 },
        { nameof(MigrationOptions.ThrottleLimit), 0 },
        { nameof(MigrationOptions.ThrottleLimit), 1_001 },
        { nameof(MigrationOptions.MaxReadUnits), 0 },
        { nameof(MigrationOptions.MaxReadUnits), double.NaN },
        { nameof(MigrationOptions.MaxWriteUnits), -1 },
        { nameof(MigrationOptions.MaxWriteUnits), double.NaN },
    };

    [Theory]
    [MemberData(nameof(BadLimits))]
    public async Task ALimitOutOfItsRangeIsRefused(string name, double value)
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(3));

        var error = await Assert.ThrowsAsync<DdbException>(() => table.CopyAsync(o => name switch
        {
            nameof(MigrationOptions.TotalSegments) => o with { TotalSegments = (int)value },
            nameof(MigrationOptions.ThrottleLimit) => o with { ThrottleLimit = (int)value },
            nameof(MigrationOptions.MaxReadUnits) => o with { MaxReadUnits = value },
            _ => o with { MaxWriteUnits = value },
        }));

        Assert.Equal(("InvalidLimit", DdbErrorKind.InvalidArgument, name), (error.ErrorId, error.Kind, error.Target));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0), (table.WriteCalls, table.Proxy.Log.Count("Scan")));
    }

    [Theory]
    [InlineData("http://dynamodb.example.com", "InsecureEndpoint")]
    [InlineData("http://10.0.0.1:8000", "InsecureEndpoint")]
    [InlineData("ftp://127.0.0.1", "InvalidEndpointUrl")]
    [InlineData("localhost:8000", "InvalidEndpointUrl")]
    public async Task AnEndpointThatMustNotBeUsedIsRefused(string url, string errorId)
    {
        await using var table = await MigratingTable.CreateAsync(engine, []);

        var error = await Assert.ThrowsAsync<DdbException>(() => table.CopyAsync(o => o with { Connection = o.Connection with { EndpointUrl = url } }));

        Assert.Equal((errorId, DdbErrorKind.InvalidArgument), (error.ErrorId, error.Kind));
        Assert.Contains(url, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AProfileThatIsNowhereIsRefused()
    {
        await using var table = await MigratingTable.CreateAsync(engine, []);

        var error = await Assert.ThrowsAsync<DdbException>(() =>
            table.CopyAsync(o => o with { Connection = o.Connection with { ProfileName = "no-such-profile" } }));

        Assert.Equal(("ProfileNotFound", DdbErrorKind.NotFound), (error.ErrorId, error.Kind));
        Assert.Contains("no-such-profile", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeysThatAreNotAcceptedAreToldAsSuch()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(3));
        table.Proxy.Hook = _ => ValueTask.FromResult(Support.Proxy.ProxyAction.Respond(
            Support.Proxy.ProxiedResponse.Error(400, "UnrecognizedClientException", "The security token included in the request is invalid.")));

        var error = await Assert.ThrowsAsync<DdbException>(() => table.CopyAsync());

        Assert.Equal(("CredentialsRefused", DdbErrorKind.PermissionDenied), (error.ErrorId, error.Kind));
        Assert.DoesNotContain("local", error.Message.Replace(table.Proxy.EndpointUrl, "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
