using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Faults;

/// <summary>Whatever ends a run that has begun, its result is told, even an answer that is none of DynamoDB's.</summary>
public sealed class BrokenAnswerTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Theory]
    [InlineData("BatchExecuteStatement", "<html>Sign in to this network</html>")]
    [InlineData("BatchExecuteStatement", "{\"Responses\":[]}")]
    [InlineData("Scan", "{\"Items\":[")]
    public async Task AnAnswerThatCannotBeReadEndsTheRunWithItsResult(string operation, string body)
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(200));
        var before = await table.ContentsAsync();
        table.Proxy.Hook = request => ValueTask.FromResult(request.Operation == operation
            ? ProxyAction.Respond(new ProxiedResponse(200, new Dictionary<string, string>(StringComparer.Ordinal) { ["Content-Type"] = "text/html" }, System.Text.Encoding.UTF8.GetBytes(body)))
            : ProxyAction.Forward);

        var run = await table.CopyAsync();

        Assert.NotNull(run.Error);
        Assert.Equal((DdbMigrationOutcome.Incomplete, 0L), (run.Result.Outcome, run.Result.Written));
        table.Proxy.Hook = null;
        await table.CopyAllAsync();
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
    }

    [Theory]
    [InlineData("Scan")]
    [InlineData("BatchGetItem")]
    [InlineData("BatchExecuteStatement")]
    public async Task AnAnswerThatBreaksOffOnceIsAskedForAgain(string operation)
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(200));
        var before = await table.ContentsAsync();
        table.Proxy.Hook = request => ValueTask.FromResult(request.Operation == operation && request.NumberOfOperation == 1
            ? ProxyAction.Rewrite(response: response => response.WithJson([]) with { Body = response.Body[..(response.Body.Length / 2)] })
            : ProxyAction.Forward);

        var result = await table.CopyAllAsync();

        Assert.Equal((200L, 200L), (result.Candidates, result.Written + result.AlreadyMigrated));
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
    }

    [Fact]
    public async Task AnAnswerWithMembersThatAreNotKnownIsRead()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(100));
        var before = await table.ContentsAsync();
        table.Proxy.Hook = _ => ValueTask.FromResult(ProxyAction.Rewrite(response: response =>
        {
            if (response.StatusCode != 200)
                return response;
            var answer = response.Json();
            answer["New"] = new JsonObject { ["Responses"] = new JsonArray(1, "x", null), ["Deep"] = new JsonObject { ["Items"] = new JsonArray() } };
            foreach (var entry in answer["Responses"] as JsonArray ?? [])
                entry!["TableName"] = table.Name;
            return response.WithJson(answer);
        }));

        Assert.Null((await table.CopyAsync(o => o with { Delete = true })).Error);
        await table.AssertHoldsAsync(ExpectedTable.AfterDelete(before.Values, MigratingTable.NamespaceId));
    }
}
