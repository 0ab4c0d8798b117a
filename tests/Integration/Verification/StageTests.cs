using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Verification;

/// <summary>What the checks say at each stage of a migration.</summary>
public sealed class StageTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    // The local engine counts no items of an index, so IndexItemCount warns where AWS would pass.
    private const string All = "NamespaceRegistered VersionRecord CopiesPresent CopiesEqual OldItemsRemoved NamespaceKeys IndexGSI4 NamespacesKnown IndexItemCount";

    [Fact]
    public async Task EachStageShowsInTheChecks()
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(500, 91));

        Assert.Equal("Pass Fail Fail Pass Warn Pass Pass Pass Warn", await StatusesAsync(table));
        Assert.Equal(500, table.Differences.Count(difference => difference.Kind == DdbDifferenceKind.MissingCopy));

        await table.CopyAllAsync();
        Assert.Equal("Pass Pass Pass Pass Warn Pass Pass Pass Warn", await StatusesAsync(table));
        Assert.Empty(table.Differences);

        await table.DeleteAsync();
        Assert.Equal("Pass Pass Pass Pass Pass Pass Pass Pass Warn", await StatusesAsync(table));
        Assert.Empty(table.Differences);
    }

    [Fact]
    public async Task EachCheckSaysWhatItIsAboutAndEveryOtherThanAPassWhatToDo()
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(100, 92, includePrefixed: true), withGsi4: false);

        var checks = await table.VerifyAsync();

        Assert.All(checks.Values, check =>
        {
            Assert.Equal((table.Name, "default", MigratingTable.NamespaceId), (check.TableName, check.Namespace, check.NamespaceId));
            Assert.NotEmpty(check.Expected);
            Assert.NotEmpty(check.Actual);
            Assert.Equal(check.Status == DdbCheckStatus.Pass, check.Remedy is null);
        });
        Assert.Contains("97 of 97", checks["CopiesPresent"].Actual, StringComparison.Ordinal);
        Assert.Contains("97 ", checks["OldItemsRemoved"].Actual, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerifyingWritesNothing()
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(300, 93, includePrefixed: true));
        await table.CopyAllAsync();
        var before = await table.ContentsAsync();
        table.Proxy.Log.Clear();

        await table.VerifyAsync();

        Assert.Equal(0, table.WriteCalls);
        await table.AssertHoldsAsync(before);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public async Task EachItemIsReadOnceWhereNothingDiffers(int segments)
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(700, 94));
        await table.CopyAllAsync();
        var expected = (await table.ContentsAsync()).Count;
        table.Proxy.Log.Clear();
        var scanned = 0;
        table.Proxy.Hook = request => ValueTask.FromResult(request.Operation != "Scan" ? ProxyAction.Forward : ProxyAction.Rewrite(response: response =>
        {
            Interlocked.Add(ref scanned, response.Json()["Items"]!.AsArray().Count);
            return response;
        }));

        await table.VerifyAsync(o => o with { TotalSegments = segments });

        Assert.Equal(expected, scanned);
        // The version record is looked for by its key; nothing else is.
        Assert.Equal(1, table.Proxy.Log.Count("BatchGetItem"));
    }

    [Fact]
    public async Task AnUnregisteredNamespaceFailsAndTheRestIsNotRun()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(10), isRegistered: false);

        var checks = await table.VerifyAsync();

        Assert.Equal(DdbCheckStatus.Fail, checks["NamespaceRegistered"].Status);
        Assert.Contains("default", checks["NamespaceRegistered"].Remedy, StringComparison.Ordinal);
        Assert.All(checks.Values.Where(check => check.Name != "NamespaceRegistered"), check => Assert.Equal(DdbCheckStatus.NotRun, check.Status));
        Assert.True(checks.Count > 3);
        Assert.Equal(0, table.Proxy.Log.Count("Scan"));
    }

    [Fact]
    public async Task AnIndexThatCountsAllNewItemsPasses()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(10));
        await table.CopyAllAsync();
        // Ten copies and the two records of the registry.
        table.Proxy.Hook = request => ValueTask.FromResult(request.Operation != "DescribeTable" ? ProxyAction.Forward : ProxyAction.Rewrite(response: response =>
        {
            var answer = response.Json();
            foreach (var index in answer["Table"]!["GlobalSecondaryIndexes"]!.AsArray())
                index!["ItemCount"] = 12;
            return response.WithJson(answer);
        }));

        var check = (await table.VerifyAsync())["IndexItemCount"];

        Assert.Equal((DdbCheckStatus.Pass, "12"), (check.Status, check.Actual));
    }

    [Fact]
    public async Task ADeletedNamespaceFailsToo()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(10));
        await Engine.Registry.NamespaceOperations.UnregisterAsync(table.Connection, table.Name, "default", null, CancellationToken.None);

        var byName = await table.VerifyAsync();
        var byId = await table.VerifyAsync(o => o with { NamespaceId = MigratingTable.NamespaceId });

        Assert.Equal(DdbCheckStatus.Fail, byName["NamespaceRegistered"].Status);
        Assert.Equal((DdbCheckStatus.Fail, "registered, not active"), (byId["NamespaceRegistered"].Status, byId["NamespaceRegistered"].Actual));
    }

    private static async Task<string> StatusesAsync(MigratingTable table)
    {
        var checks = await table.VerifyAsync();
        Assert.Equal(All, string.Join(' ', checks.Keys));
        return string.Join(' ', checks.Values.Select(check => check.Status));
    }
}
