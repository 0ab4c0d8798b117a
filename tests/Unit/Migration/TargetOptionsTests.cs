using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Migration;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Migration;

/// <summary>What is said of a target, and what is taken over from the source.</summary>
public sealed class TargetOptionsTests
{
    private static readonly MigrationOptions Options = new()
    {
        TableName = "old",
        Connection = new ConnectionOptions { Region = "eu-west-1", ProfileName = "me", EndpointUrl = "http://127.0.0.1:8000", Credentials = () => new AccessKeys("a", "b", null) },
    };

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("old", true)]
    public void TheTablesOwnNameIsNoTarget(string? name, bool isNamed)
    {
        var options = Options.WithTarget(name, null, null, null);
        Assert.Null(options.TargetTableName);
        Assert.Equal(isNamed, options.NamesOwnTable);
        Assert.Equal(MigrationOptions.DefaultMapping, options.Mapping);
    }

    [Fact]
    public void AnotherNameIsATableInTheSamePlaceThatItemsGoToAsTheyAre()
    {
        var options = Options.WithTarget("new", null, null, null);
        Assert.Equal(("new", null, "copy"), (options.TargetTableName, options.TargetConnection, options.Mapping));
        Assert.Equal("mine.json", (options with { Mapping = "mine.json" }).Mapping);
    }

    [Fact]
    public void TheSameNameElsewhereIsATarget()
    {
        var options = Options.WithTarget(null, "us-east-1", null, null);
        Assert.Equal("old", options.TargetTableName);
        var there = options.TargetConnection!;
        // An endpoint is one Region's; credentials and profile are the same caller's.
        Assert.Equal(("us-east-1", "me", null), (there.Region, there.ProfileName, there.EndpointUrl));
        Assert.Same(Options.Connection.Credentials, there.Credentials);
    }

    [Fact]
    public void AProfileOfAnotherAccountBringsItsOwnRegionAndCredentials()
    {
        var there = Options.WithTarget("new", null, "other", null).TargetConnection!;
        Assert.Equal((null, "other", null, null), (there.Region, there.ProfileName, there.EndpointUrl, there.Credentials));
        Assert.Equal("eu-central-1", Options.WithTarget("new", "eu-central-1", "other", null).TargetConnection!.Region);
    }

    [Fact]
    public void AnotherEndpointIsReachedAsTheSource()
    {
        var there = Options.WithTarget("new", null, null, "http://127.0.0.1:8001").TargetConnection!;
        Assert.Equal(("eu-west-1", "me", "http://127.0.0.1:8001"), (there.Region, there.ProfileName, there.EndpointUrl));
    }
}
