using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Resume;

/// <summary>Items whose TTL has passed are left to DynamoDB, which will delete them.</summary>
public sealed class SkipExpiredTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private const int Items = 120;

    [Fact]
    public async Task ExpiredItemsAreLeftByCopyDeleteAndVerification()
    {
        await using var table = await CreateAsync(isExpired: number => number % 3 == 0);
        var before = await table.ContentsAsync();
        var expired = before.Values.Where(item => item.ContainsKey("ttl") && item["ttl"]!["N"]!.GetValue<string>() == "1700000000").ToList();
        var living = before.Values.Except(expired).ToList();
        Assert.Equal(40, expired.Count);

        var plan = await table.CopyAsync(o => o with { SkipExpired = true, DryRun = true });
        var copy = await table.CopyAsync(o => o with { SkipExpired = true });
        Assert.Null(copy.Error);
        Assert.Equal((80, 40), (plan.Result.ToWrite, plan.Result.Skipped));
        Assert.Equal((120, 80, 40), (copy.Result.Candidates, copy.Result.Written, copy.Result.Skipped));
        await table.AssertHoldsAsync(With(ExpectedTable.AfterCopy(living, MigratingTable.NamespaceId), expired));

        var checks = await table.VerifyAsync(o => o with { SkipExpired = true });
        Assert.Equal(Engine.Verification.DdbCheckStatus.Pass, checks["CopiesPresent"].Status);
        Assert.Equal(Engine.Verification.DdbCheckStatus.Fail, (await table.VerifyAsync(o => o with { Restart = true }))["CopiesPresent"].Status);

        var delete = await table.DeleteAsync(o => o with { SkipExpired = true });
        Assert.Null(delete.Error);
        Assert.Equal((80, 0, 40), (delete.Result.Deleted, delete.Result.Kept, delete.Result.Skipped));
        await table.AssertHoldsAsync(With(ExpectedTable.AfterDelete(living, MigratingTable.NamespaceId), expired));

        await table.UndoAllAsync();
        await table.AssertHoldsAsync(before);
    }

    [Fact]
    public async Task WithoutItExpiredItemsGoAlong()
    {
        await using var table = await CreateAsync(isExpired: _ => true);
        Assert.Equal((Items, 0), (await table.CopyAllAsync() is var result ? result.Written : 0, result.Skipped));
    }

    [Fact]
    public async Task ATableWithoutTtlIsRefused()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(3));
        var error = await Assert.ThrowsAsync<DdbException>(() => table.CopyAsync(o => o with { SkipExpired = true }));
        Assert.Equal("NoTimeToLive", error.ErrorId);
        Assert.Equal(0, table.WriteCalls);
    }

    private static TableContents With(TableContents contents, IEnumerable<JsonObject> more)
    {
        foreach (var item in more)
            contents.Add(item);
        return contents;
    }

    private async Task<MigratingTable> CreateAsync(Func<int, bool> isExpired)
    {
        var inAYear = DateTimeOffset.UtcNow.AddYears(1).ToUnixTimeSeconds();
        var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(Items).Select((item, index) => index % 4 == 1 && !isExpired(index)
            ? item
            : item.With("ttl", ItemJson.N(isExpired(index) ? 1_700_000_000 : inAYear))));
        await table.EnableTtlAsync("ttl");
        return table;
    }
}
