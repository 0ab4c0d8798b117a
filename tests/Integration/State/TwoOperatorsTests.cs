using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DynamoNamespace.Engine.Conflicts;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Tests.Integration.Conflicts;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Integration.Worker;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.State;

/// <summary>
/// Two operators run operations of one plan at once. One operation has one holder, an undo has the plan to itself, and whatever else runs at once ends in
/// the same table as one after the other.
/// </summary>
public sealed partial class TwoOperatorsTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private static readonly string[] Operations = ["copy", "verify", "delete", "sync", "undo", "resolve"];

    private static readonly JsonObject[] Plain = [.. ItemJson.Plain(6)];
    private static readonly JsonObject Late = ItemJson.Of("ENTITY#late", "#META", ("n", ItemJson.N(1)));
    private static readonly (JsonObject Old, JsonObject Copy) Conflict = ConflictTable.Pair("conflict");

    public static IEnumerable<TheoryDataRow<StateMode, string>> Firsts =>
        from mode in Enum.GetValues<StateMode>()
        from operation in Operations
        select new TheoryDataRow<StateMode, string>(mode, operation);

    [Theory]
    [MemberData(nameof(Firsts))]
    public async Task SecondOperator_duringAnOperation_isRefusedOrEndsInTheSameTable(StateMode mode, string first)
    {
        foreach (var second in Operations)
        {
            await using var table = await CreateAsync(mode);
            string? refusal = null;
            var moment = new Moment(request => IsAtWork(first, request), async _ =>
            {
                refusal = await RunAsync(table, second);
                return ProxyAction.Forward;
            });
            table.Proxy.Hook = moment.DecideAsync;

            var ended = await RunAsync(table, first);

            Assert.True(moment.Happened, $"{second} did not run during {first}.");
            Assert.True(Expected(first, second) == refusal, $"{second} during {first} ended with {refusal ?? "no refusal"}.");
            Assert.Null(ended);
            table.Proxy.Hook = null;
            await AssertEndAsync(table, isResolved: first == "resolve" || (second == "resolve" && refusal is null));
        }
    }

    [Theory]
    [InlineData(StateMode.Table)]
    [InlineData(StateMode.Folder)]
    public async Task SecondOperator_onAnotherMachine_isToldWhoRunsItWhereAndSinceWhen(StateMode mode)
    {
        await using var table = await CreateAsync(mode);
        using var a = Machine.On(table);
        using var b = Machine.On(table);
        var reached = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        table.Proxy.Hook = new Moment(request => IsAtWork("copy", request), async _ =>
        {
            reached.SetResult();
            await release.Task;
            return ProxyAction.Forward;
        }).DecideAsync;
        var before = DateTimeOffset.UtcNow;
        await using var holder = a.Start("migrate");
        await reached.Task.WaitAsync(Ddbns.Limit);

        var refused = await b.RunAsync("migrate");
        release.SetResult();
        // The conflict that the table begins with.
        Ddbns.AssertExit(1, await holder.WaitAsync(Ddbns.Limit));

        Ddbns.AssertExit(1, refused);
        var told = Holder().Match(refused.StandardError);
        Assert.True(told.Success, refused.ToString());
        Assert.Equal(
            (Environment.UserName, Environment.MachineName, $"{holder.Id}"), (told.Groups["user"].Value, told.Groups["host"].Value, told.Groups["process"].Value));
        Assert.InRange(DateTimeOffset.Parse(told.Groups["since"].Value), before.AddSeconds(-1), DateTimeOffset.UtcNow);
        await AssertEndAsync(table, isResolved: false);
    }

    [GeneratedRegex(@"already being run by (?<user>\S+) on (?<host>\S+) \(process (?<process>\d+)\) since (?<since>\S+Z)")]
    private static partial Regex Holder();

    /// <summary>How the second operation is refused; null where both may run.</summary>
    private static string? Expected(string first, string second) => (first, second) switch
    {
        ("undo", "sync" or "delete") => "PhaseDoesNotFit",
        _ when first == second || first == "undo" || second == "undo" => "RunInProgress",
        _ => null,
    };

    /// <summary>A request that tells that an operation has its lease and is at work.</summary>
    private static bool IsAtWork(string operation, ProxiedRequest request) => operation switch
    {
        "copy" => Intervention.Writes(request, "INSERT", ExpectedTable.CopyOf(Late, MigratingTable.NamespaceId).Text("PK")),
        "verify" => request.Operation == "Scan",
        "delete" => Intervention.Writes(request, "DELETE", Plain[0].Text("PK")),
        "sync" => request.Operation == "GetRecords",
        "undo" => Intervention.Writes(request, "DELETE", ExpectedTable.CopyOf(Plain[0], MigratingTable.NamespaceId).Text("PK")),
        _ => request.Operation == "PutItem" && Intervention.Names(request, Conflict.Copy.Text("PK")),
    };

    /// <returns>The ID of the error that refused the operation; null where it ran to its end.</returns>
    private static async Task<string?> RunAsync(MigratingTable table, string operation)
    {
        try
        {
            var error = operation switch
            {
                "copy" => (await table.CopyAsync()).Error,
                "verify" => await table.VerifyAsync() is null ? throw new InvalidOperationException() : null,
                "delete" => (await table.DeleteAsync()).Error,
                "sync" => (await table.SyncAsync()).Error,
                "undo" => (await table.UndoAsync()).Error,
                _ => (await table.ResolveAsync(DdbConflictSide.Source, conflicts: await table.ConflictsAsync())).Errors.SingleOrDefault(),
            };
            // A conflict ends a run as incomplete.
            return error is null or { Kind: DdbErrorKind.Incomplete } ? null : error.ErrorId;
        }
        catch (DdbException error)
        {
            return error.ErrorId;
        }
    }

    /// <summary>Six items and a conflict that are copied and caught up with, and an item that is not copied yet.</summary>
    private async Task<MigratingTable> CreateAsync(StateMode mode)
    {
        var table = await StateTables.CreateAsync(engine, mode, [.. Plain, Conflict.Old, Conflict.Copy]);
        Assert.Equal(1, (await table.CopyAsync()).Result.Conflicts);
        Assert.Null((await table.SyncAsync()).Error);
        await table.PutAsync(Late);
        return table;
    }

    /// <summary>Goes on to the end of the migration, whatever ran before, and expects the table that it makes.</summary>
    private static async Task AssertEndAsync(MigratingTable table, bool isResolved)
    {
        await table.CopyAsync();
        var sync = await table.SyncAsync();
        Assert.Equal(0, sync.Result.Deleted);
        await table.DeleteAsync();
        await table.SyncAsync();
        await table.AssertItemsAsync(
            isResolved ? [] : [Conflict.Old],
            [.. Plain.Append(Late).Copies(), isResolved ? ExpectedTable.CopyOf(Conflict.Old, MigratingTable.NamespaceId) : Conflict.Copy]);
    }
}
