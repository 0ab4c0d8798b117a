using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Copying;

/// <summary>A copy that a new client has moved on by its version clock is newer, not a conflict; an older one is.</summary>
public sealed class VersionClockTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private static readonly JsonObject Bucket = ItemJson.Of("ENTITY#u", "#BUCKET#gpt-4",
        ("rf", ItemJson.N(1_750_000_000_000)), ("b_rpm_tk", ItemJson.N(5)), ("GSI2PK", ItemJson.S("RESOURCE#gpt-4")), ("GSI2SK", ItemJson.S("BUCKET#u")));

    private static readonly JsonObject EntityConfig = ItemJson.Of("ENTITY#u", "#CONFIG#gpt-4", ("config_version", ItemJson.N(9)), ("l_rpm_cp", ItemJson.N(5)));

    private static readonly JsonObject SystemConfig = ItemJson.Of("SYSTEM#", "#CONFIG", ("config_version", ItemJson.N(9)), ("l_rpm_cp", ItemJson.N(5)));

    private static readonly JsonObject Version = ItemJson.Of("SYSTEM#", "#VERSION",
        ("schema_version", ItemJson.S("0.8.0")), ("updated_at", ItemJson.S("2025-06-15T10:30:00Z")));

    public static TheoryData<string, string> NewerOnes => new()
    {
        { nameof(Bucket), """{"N":"1750000000001"}""" },
        { nameof(Bucket), """{"N":"17500000000000"}""" },
        { nameof(Bucket), """{"N":"1.8E12"}""" },
        { nameof(EntityConfig), """{"N":"10"}""" },
        { nameof(SystemConfig), """{"N":"10"}""" },
        { nameof(Version), """{"S":"2025-06-15T10:30:01Z"}""" },
    };

    public static TheoryData<string, string> OthersNotNewer => new()
    {
        { nameof(Bucket), """{"N":"1749999999999"}""" },
        { nameof(Bucket), """{"N":"1750000000000"}""" },
        { nameof(Bucket), """{"S":"1750000000001"}""" },
        { nameof(EntityConfig), """{"N":"8"}""" },
        { nameof(EntityConfig), """{"N":"9"}""" },
        { nameof(SystemConfig), """{"N":"8"}""" },
        { nameof(Version), """{"S":"2025-06-15T10:29:59Z"}""" },
    };

    [Theory]
    [MemberData(nameof(NewerOnes))]
    public async Task ANewerCopyIsThereAlready(string kind, string clock)
    {
        var (old, copy) = Pair(kind, clock);
        await using var table = await MigratingTable.CreateAsync(engine, [old, copy, .. ItemJson.Plain(3)]);

        var result = await table.CopyAllAsync();

        Assert.Equal((3L, 1L, 0L), (result.Written, result.AlreadyMigrated, result.Conflicts));
        ItemAssert.Equal(copy, await table.GetCopyAsync(old));
    }

    [Theory]
    [MemberData(nameof(OthersNotNewer))]
    public async Task ADifferentCopyThatIsNotNewerIsAConflict(string kind, string clock)
    {
        var (old, copy) = Pair(kind, clock);
        await using var table = await MigratingTable.CreateAsync(engine, [old, copy, .. ItemJson.Plain(3)]);

        var result = (await table.CopyAsync()).Result;

        Assert.Equal((3L, 0L, 1L), (result.Written, result.AlreadyMigrated, result.Conflicts));
        Assert.Contains("moved_on", Assert.Single(result.Reports).Attributes, StringComparer.Ordinal);
        ItemAssert.Equal(copy, await table.GetCopyAsync(old));
    }

    [Fact]
    public async Task ACopyWithoutTheClockIsAConflict()
    {
        var copy = ExpectedTable.CopyOf(Bucket, MigratingTable.NamespaceId).With("rf", null);
        await using var table = await MigratingTable.CreateAsync(engine, [Bucket, copy]);

        var result = (await table.CopyAsync()).Result;

        Assert.Equal(1, result.Conflicts);
        Assert.Equal("rf", string.Join(' ', Assert.Single(result.Reports).Attributes));
    }

    [Fact]
    public async Task AnItemWithoutAClockOfItsFamilyIsNeverNewer()
    {
        var old = ItemJson.Of("ENTITY#u", "#META", ("rf", ItemJson.N(1)), ("config_version", ItemJson.N(1)), ("updated_at", ItemJson.S("2024")));
        var copy = ExpectedTable.CopyOf(old, MigratingTable.NamespaceId)
            .With("rf", ItemJson.N(2)).With("config_version", ItemJson.N(2)).With("updated_at", ItemJson.S("2025"));
        await using var table = await MigratingTable.CreateAsync(engine, [old, copy]);

        Assert.Equal(1, (await table.CopyAsync()).Result.Conflicts);
    }

    private static (JsonObject Old, JsonObject Copy) Pair(string kind, string clock)
    {
        var (old, attribute) = kind switch
        {
            nameof(Bucket) => (Bucket, "rf"),
            nameof(EntityConfig) => (EntityConfig, "config_version"),
            nameof(SystemConfig) => (SystemConfig, "config_version"),
            _ => (Version, "updated_at"),
        };
        var copy = ExpectedTable.CopyOf(old, MigratingTable.NamespaceId).With(attribute, ItemJson.Value(clock)).With("moved_on", ItemJson.S("yes"));
        return ((JsonObject)old.DeepClone(), copy);
    }
}
