using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.CatchUp;

/// <summary>What old clients change after the copy is changed in the copies, and what new clients changed is left and told.</summary>
public sealed class CarriedChangesTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private static readonly JsonObject[] Items = [.. ItemJson.Plain(12)];

    [Fact]
    public async Task EveryKindOfChangeIsCarriedAndOtherItemsAreLeft()
    {
        await using var table = await CopiedAsync(Items);
        await table.PutAsync(Items[0].With("name", ItemJson.S("changed")));
        await table.DeleteItemAsync(Items[1]);
        await table.DeleteItemAsync(Items[2]);
        await table.PutAsync(Items[2].With("name", ItemJson.S("made anew")));
        await table.DeleteItemAsync(Items[3]);
        await table.PutAsync(Items[3]);
        await table.PutAsync(ItemJson.Of("ENTITY#user-100", "#META", ("n", ItemJson.N(1))));
        await table.PutAsync(ItemJson.Of("ENTITY#user-101", "#META"));
        await table.DeleteItemAsync(ItemJson.Of("ENTITY#user-101", "#META"));
        await table.PutAsync(ItemJson.Of("other/x", "#META"));
        await table.PutAsync(ItemJson.Of("other/x", "#META", ("n", ItemJson.N(1))));

        var run = await table.SyncAsync();

        Assert.Null(run.Error);
        Assert.Equal((DdbMigrationOutcome.Completed, 0, 0, 0), (run.Result.Outcome, run.Result.Conflicts, run.Result.Failed, run.Result.Waiting));
        Assert.Equal(9, run.Result.Changes);
        await table.AssertInStepAsync();
        Assert.Null(await table.GetCopyAsync(Items[1]));
        var again = await table.SyncAsync();
        Assert.Equal((null, 9), (again.Error, again.Result.Changes));
    }

    [Fact]
    public async Task AnExpiryIsCarriedAsOne()
    {
        await using var table = await CopiedAsync(Items);
        // The local engine deletes nothing that expires, so the delete's record is rewritten into one.
        table.Proxy.Hook = request => ValueTask.FromResult(request.Operation == "GetRecords" ? ProxyAction.Rewrite(response: AsExpiries) : ProxyAction.Forward);
        await table.DeleteItemAsync(Items[4]);

        var run = await table.SyncAsync();

        Assert.Null(run.Error);
        Assert.Equal((1, 1), (run.Result.Deleted, run.Result.Expired));
        await table.AssertInStepAsync();
    }

    [Theory]
    [InlineData("old changed, copy changed")]
    [InlineData("old changed, copy deleted")]
    [InlineData("old deleted, copy changed")]
    [InlineData("old made, copy made")]
    public async Task WhatANewClientChangedIsAConflictAndStays(string what)
    {
        await using var table = await CopiedAsync(Items);
        var old = what.StartsWith("old made", StringComparison.Ordinal) ? ItemJson.Of("ENTITY#both", "#META", ("n", ItemJson.N(1))) : Items[5];
        var copy = ExpectedTable.CopyOf(old, MigratingTable.NamespaceId);
        if (what.EndsWith("copy deleted", StringComparison.Ordinal))
            await table.DeleteItemAsync(copy);
        else
            await table.PutAsync(copy.With("by", ItemJson.S("a new client")));
        if (what.StartsWith("old deleted", StringComparison.Ordinal))
            await table.DeleteItemAsync(old);
        else
            await table.PutAsync(old.With("by", ItemJson.S("an old client")));
        var before = await table.ContentsAsync();

        var run = await table.SyncAsync();

        Assert.Equal(("CatchUpIncomplete", DdbMigrationOutcome.Incomplete, 1), (run.Error?.ErrorId, run.Result.Outcome, run.Result.Conflicts));
        var report = Assert.Single(run.Result.Reports);
        Assert.Equal((DdbItemReason.Conflict, old.KeyText(), copy.KeyText()), (report.Reason, report.SourceKey, report.TargetKey));
        await table.AssertHoldsAsync(before);
        // It is recorded, and not met again.
        Assert.Null((await table.SyncAsync()).Error);
        await table.AssertHoldsAsync(before);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(20, false)]
    public async Task TheVersionClockDecidesWhereThereIsOne(int clockOfCopy, bool isCarried)
    {
        var old = ItemJson.Of("ENTITY#user-1", "#BUCKET#a", ("rf", ItemJson.N(1)));
        await using var table = await CopiedAsync([old]);
        var changed = ExpectedTable.CopyOf(old, MigratingTable.NamespaceId).With("rf", ItemJson.N(clockOfCopy)).With("by", ItemJson.S("a new client"));
        await table.PutAsync(changed);
        await table.PutAsync(old.With("rf", ItemJson.N(10)));

        var run = await table.SyncAsync();

        Assert.Null(run.Error);
        Assert.Equal((isCarried ? 1 : 0, isCarried ? 0 : 1), (run.Result.Written, run.Result.AlreadyApplied));
        ItemAssert.Equal(isCarried ? ExpectedTable.CopyOf(old.With("rf", ItemJson.N(10)), MigratingTable.NamespaceId) : changed, (await table.GetCopyAsync(old))!);
    }

    [Fact]
    public async Task AnItemThatTheMappingMovesTakesItsCopyAlong()
    {
        var folder = Directory.CreateTempSubdirectory("ddbns-mapping-");
        try
        {
            var mapping = Path.Combine(folder.FullName, "by-owner.json");
            await File.WriteAllTextAsync(mapping, """
                {
                  "format": "dynamonamespace/mapping/1", "name": "by-owner",
                  "key": { "partitionKey": { "name": "PK" }, "sortKey": { "name": "SK" } },
                  "rules": [ { "name": "owned", "match": { "PK": { "pattern": "^ENTITY#" } }, "set": { "PK": "v2/${owner}" } } ]
                }
                """);
            var (first, second) = (Owned(1, "a"), Owned(2, "c"));
            await using var table = await MigratingTable.CreateAsync(engine, [first, second], isRegistered: false);
            await table.EnableStreamAsync();
            Assert.Null((await table.CopyAsync(o => o with { Mapping = mapping })).Error);
            // The second takes the place that the first leaves.
            await table.PutAsync(Owned(1, "b"));
            await table.PutAsync(Owned(2, "a"));

            var run = await table.SyncAsync(o => o with { Mapping = mapping });

            Assert.Null(run.Error);
            TableAssert.Equal(
                TableContents.Of([Owned(1, "b"), Owned(2, "a"), Owned(1, "b").With("PK", ItemJson.S("v2/b")), Owned(2, "a").With("PK", ItemJson.S("v2/a"))]),
                await table.ContentsAsync());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task AnItemThatCannotBeMappedAnyMoreKeepsItsCopyAndIsReported()
    {
        await using var table = await CopiedAsync(Items);
        // With a longer key its copy would be larger than DynamoDB takes.
        await table.PutAsync(Items[6].With("text", ItemJson.S(new string('x', (400 * 1024) - 70))));

        var run = await table.SyncAsync();

        Assert.Equal(("CatchUpIncomplete", 1), (run.Error?.ErrorId, run.Result.Failed));
        ItemAssert.Equal(ExpectedTable.CopyOf(Items[6], MigratingTable.NamespaceId), (await table.GetCopyAsync(Items[6]))!);
    }

    [Fact]
    public async Task AnExpiredItemThatWasLeftOutAndLivesOnIsCopied()
    {
        var old = ItemJson.Of("ENTITY#user-1", "#META", ("ttl", ItemJson.N(DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeSeconds())));
        await using var table = await MigratingTable.CreateAsync(engine, [old]);
        await table.Raw.SendAsync("UpdateTimeToLive", new JsonObject
        {
            ["TableName"] = table.Name,
            ["TimeToLiveSpecification"] = new JsonObject { ["Enabled"] = true, ["AttributeName"] = "ttl" },
        });
        await table.EnableStreamAsync();
        Assert.Equal(1, (await table.CopyAsync(o => o with { SkipExpired = true })).Result.Skipped);
        await table.PutAsync(old.With("ttl", ItemJson.N(DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds())));

        var run = await table.SyncAsync(o => o with { SkipExpired = true });

        Assert.Equal((null, 1), (run.Error, run.Result.Written));
        await table.AssertInStepAsync();
    }

    private static JsonObject Owned(int number, string owner) => ItemJson.Of($"ENTITY#{number}", "#META", ("owner", ItemJson.S(owner)), ("number", ItemJson.N(number)));

    private static ProxiedResponse AsExpiries(ProxiedResponse answer)
    {
        var json = answer.Json();
        foreach (var record in json["Records"]!.AsArray().Where(record => record!["eventName"]!.GetValue<string>() == "REMOVE"))
            record!["userIdentity"] = new JsonObject { ["type"] = "Service", ["principalId"] = "dynamodb.amazonaws.com" };
        return answer.WithJson(json);
    }

    private async Task<MigratingTable> CopiedAsync(IEnumerable<JsonObject> items)
    {
        var table = await MigratingTable.CreateAsync(engine, items);
        await table.EnableStreamAsync();
        await table.CopyAllAsync();
        return table;
    }
}
