using System.Globalization;
using System.Text.Json.Nodes;
using DynamoNamespace.Engine.CatchUp;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Engine.State.Journals;
using DynamoNamespace.Tests.Unit.Aws;
using DynamoNamespace.Tests.Unit.Items;
using DynamoNamespace.Tests.Unit.State;
using Xunit;

namespace DynamoNamespace.Tests.Unit.CatchUp;

/// <summary>Deletes that were carried while a put could still be late are looked at again, and nothing else is made of that.</summary>
[Collection(ConnectionCollection.Name)]
public sealed class PutOffReviewTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ddbns-review-");
    private readonly FakeTable table = new();
    private readonly Dictionary<string, string> items = new(StringComparer.Ordinal);
    private readonly MemoryLog journal = new();
    private readonly TemporaryMapping mapping = new("""
        {
          "format": "dynamonamespace/mapping/1", "name": "to-v2",
          "key": { "partitionKey": { "name": "PK" }, "sortKey": { "name": "SK" } },
          "rules": [ { "name": "entities", "match": { "PK": { "pattern": "^ENTITY#" } }, "set": { "PK": "v2/${PK}" } } ]
        }
        """);

    public PutOffReviewTests() => table.Endpoint
        .On("BatchGetItem", request =>
        {
            var keys = request["RequestItems"]!["limits"]!["Keys"]!.AsArray().Select(key => key!["PK"]!["S"]!.GetValue<string>());
            var found = keys.Where(items.ContainsKey).Select(key => items[key]);
            return (200, $$$"""{"Responses":{"limits":[{{{string.Join(',', found)}}}]},"UnprocessedKeys":{}}""");
        })
        .On("DeleteItem", "{}").On("PutItem", "{}");

    public void Dispose()
    {
        table.Dispose();
        mapping.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Recheck_ofACopyThatIsGone_goesOnUntilItsMoment()
    {
        await ReviewAsync(Recheck(minutes: 10), (counters, putOff) =>
        {
            Assert.Equal((1, 0, 0), (putOff.Rechecks, putOff.Count, counters.AlreadyApplied));
            Assert.Empty(counters.Reports);
        });
        await ReviewAsync(Recheck(minutes: -1), (_, putOff) => Assert.True(putOff.IsEmpty));
        Assert.Equal(0, table.Endpoint.Count("DeleteItem"));
    }

    [Fact]
    public async Task Recheck_ofACopyThatALatePutBroughtBack_deletesItAndGoesOn()
    {
        items["v2/ENTITY#1"] = Copy(1);
        await ReviewAsync(Recheck(minutes: 10, states: [1, 2]), (counters, putOff) =>
        {
            Assert.Equal((1, 1, 0), (counters.Deleted, putOff.Rechecks, counters.Conflicts));
            Assert.Equal(1, table.Endpoint.Count("DeleteItem"));
        });
    }

    [Fact]
    public async Task Recheck_ofACopyThatANewClientMade_isAConflictOnce()
    {
        items["v2/ENTITY#1"] = Copy(9);
        await ReviewAsync(Recheck(minutes: 10, states: [1]), (counters, putOff) =>
        {
            Assert.Equal((1, 0, 0), (counters.Conflicts, putOff.Rechecks, putOff.Count));
            Assert.Equal(0, table.Endpoint.Count("DeleteItem"));
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Recheck_ofAnItemThatAnOldClientMadeAgain_leavesThatToTheStream(bool isCopied)
    {
        items["ENTITY#1"] = Old(5);
        if (isCopied)
            items["v2/ENTITY#1"] = Copy(1);
        await ReviewAsync(Recheck(minutes: 10, states: [1]), (counters, putOff) =>
        {
            Assert.Equal((0, 1, 0, 0), (counters.Conflicts, putOff.Rechecks, counters.Written, counters.Deleted));
            Assert.Equal((0, 0), (table.Endpoint.Count("DeleteItem"), table.Endpoint.Count("PutItem")));
        });
    }

    [Theory]
    [InlineData(600, 0, 0)]
    [InlineData(1, 0, 1)]
    [InlineData(-600, 1, 0)]
    public async Task Recheck_ofAnItemThatTheMigrationDeleted_countsOnlyWhatCameAfterTheClient(int deletedAfterSeconds, int deleted, int conflicts)
    {
        items["v2/ENTITY#1"] = Copy(1);
        await EnterDeleteAsync(Now.AddSeconds(deletedAfterSeconds));
        await ReviewAsync(Recheck(minutes: 10, states: [1]), (counters, _) => Assert.Equal((deleted, conflicts), (counters.Deleted, counters.Conflicts)));
    }

    [Theory]
    [InlineData(600, 0, 0)]
    [InlineData(1, 0, 1)]
    [InlineData(-600, 1, 0)]
    public async Task DeleteThatWaits_ofAnItemThatTheMigrationDeleted_countsOnlyWhatCameAfterTheClient(int deletedAfterSeconds, int deleted, int conflicts)
    {
        items["v2/ENTITY#1"] = Copy(1);
        await EnterDeleteAsync(Now.AddSeconds(deletedAfterSeconds));
        await ReviewAsync(session => PutOff([1], session), (counters, putOff) =>
        {
            Assert.Equal((deleted, conflicts, true), (counters.Deleted, counters.Conflicts, putOff.IsEmpty));
            if (conflicts > 0)
                Assert.Contains("nobody can tell whether a client deleted it or the migration did", Assert.Single(counters.Reports).Detail, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DeleteThatWaited_isLookedAtAgainWhileAPutMayBeLate(bool isCopied)
    {
        if (isCopied)
            items["v2/ENTITY#1"] = Copy(1);
        var until = Now.AddMinutes(10);
        await RunAsync(async session =>
        {
            await using var lease = await session.State.AcquireAsync(RunOperation.Sync, CancellationToken.None);
            await session.State.ExpectLatePutsAsync(until, CancellationToken.None);
            await lease.EndAsync();
        });
        await ReviewAsync(session => PutOff([1], session) with { BeginsAbsent = true }, (counters, putOff) =>
        {
            Assert.Equal((isCopied ? 1 : 0, isCopied ? 0 : 1), (counters.Deleted, counters.AlreadyApplied));
            Assert.Equal((0, 1, until), (putOff.Count, putOff.Rechecks, putOff.RecheckUntil));
        });
        // One that is looked at again already is so for as long as the latest put may be late.
        await ReviewAsync(Recheck(minutes: 1), (_, putOff) => Assert.Equal(until, putOff.RecheckUntil));
        await ReviewAsync(Recheck(minutes: 60), (_, putOff) => Assert.Equal(Now.AddMinutes(60), putOff.RecheckUntil));
    }

    [Fact]
    public async Task ChangeThatWaited_ofAnItemThatStands_isNotLookedAtAgain()
    {
        items["ENTITY#1"] = Old(2);
        items["v2/ENTITY#1"] = Copy(2);
        await RunAsync(async session =>
        {
            await using var lease = await session.State.AcquireAsync(RunOperation.Sync, CancellationToken.None);
            await session.State.ExpectLatePutsAsync(Now.AddMinutes(10), CancellationToken.None);
            await lease.EndAsync();
        });
        await ReviewAsync(session => PutOff([1, 2], session), (_, putOff) => Assert.True(putOff.IsEmpty));
    }

    [Fact]
    public async Task Change_thatWaits_isJudgedAndNotKept()
    {
        items["ENTITY#1"] = Old(2);
        await ReviewAsync(_ => PutOff([1, 2]) with { BeginsAbsent = true }, (counters, putOff) =>
        {
            Assert.Equal((1, true), (counters.Written, putOff.IsEmpty));
            Assert.Equal(1, table.Endpoint.Count("PutItem"));
        });
        items["v2/ENTITY#1"] = Copy(2);
        await ReviewAsync(_ => PutOff([1, 2]), (counters, putOff) => Assert.Equal((1, true), (counters.AlreadyApplied, putOff.IsEmpty)));
        items["v2/ENTITY#1"] = Copy(9);
        await ReviewAsync(_ => PutOff([1, 2]), (counters, putOff) => Assert.Equal((1, true), (counters.Conflicts, putOff.IsEmpty)));
    }

    [Fact]
    public async Task Change_thatChangesWhileItIsLookedAt_isPutOffAgain()
    {
        items["v2/ENTITY#1"] = Copy(1);
        table.Endpoint.On("DeleteItem", _ => FakeDynamoDb.Error(400, "ConditionalCheckFailedException", "changed"));
        await ReviewAsync(session => PutOff([1], session), (counters, putOff) =>
        {
            Assert.Equal((0, 0, 1), (counters.Deleted, counters.Conflicts, putOff.Count));
        });
    }

    private Func<MigrationSession, PutOffChange> Recheck(int minutes, int[]? states = null) =>
        session => PutOff(states ?? [1], session) with { RecheckUntil = Now.AddMinutes(minutes), ChangedAt = Now };

    /// <summary>Without a session the states do not matter.</summary>
    private static PutOffChange PutOff(int[] states, MigrationSession? session = null)
    {
        using var block = new ItemBlock();
        return new PutOffChange(
            """{"PK":{"S":"ENTITY#1"},"SK":{"S":"s"}}""", """{"PK":{"S":"v2/ENTITY#1"},"SK":{"S":"s"}}""", BeginsAbsent: false, IsExpiry: false,
            States: session is null ? [] : [.. states.Select(state => new CanonicalItem().Digest(Map(session, state, block)).ToString("x32", CultureInfo.InvariantCulture))], ChangedAt: Now);
    }

    private static string Old(int n) => $$$"""{"PK":{"S":"ENTITY#1"},"SK":{"S":"s"},"n":{"N":"{{{n}}}"}}""";

    private static Item Map(MigrationSession session, int n, ItemBlock block)
    {
        var old = ItemText.Parse(Old(n), block);
        Assert.True(session.Mapping.FindRule(old)!.TryMap(old, block, out var mapped, out _));
        return mapped;
    }

    private static string Copy(int n)
    {
        var json = JsonNode.Parse(Old(n))!;
        json["PK"]!["S"] = "v2/ENTITY#1";
        return json.ToJsonString();
    }

    private Task ReviewAsync(Func<MigrationSession, PutOffChange> change, Action<CatchUpCounters, PutOffChanges> check) => RunAsync(async session =>
    {
        await using var lease = await session.State.AcquireAsync(RunOperation.Sync, CancellationToken.None);
        var log = session.State.Log(StateLogs.Deferred);
        await log.TruncateAsync(null, lease, CancellationToken.None);
        using var putOff = await PutOffChanges.OpenAsync(log, lease, CancellationToken.None);
        await putOff.AddAsync([change(session)], CancellationToken.None);
        var counters = new CatchUpCounters(null);
        using var turns = new ReviewTurns();
        using var reader = new JournalReader(new LogState(journal), StateLogs.Deletions);
        var deletions = new OwnDeletes(reader, static _ => Task.FromResult(false), TimeSpan.FromSeconds(3), TimeProvider.System);

        await putOff.BeginReviewAsync(CancellationToken.None);
        await new PutOffReview(session, counters, putOff, turns, deletions).RunAsync(CancellationToken.None);
        await putOff.EndReviewAsync(Now, CancellationToken.None);

        check(counters, putOff);
        await lease.EndAsync();
    });

    /// <summary>As a delete does that has had its answer a second later.</summary>
    private Task EnterDeleteAsync(DateTimeOffset at) => RunAsync(async session =>
    {
        using var block = new ItemBlock();
        var old = ItemText.Parse(Old(1), block);
        var item = new MigratingItem(old, Map(session, 1, block), session.Mapping.FindRule(old)!, new PageProgress(null, static () => { }));
        var lease = new TestLease();
        var added = await new JournalWriter(journal, lease, session.Table.Key, new TimeAt(at)).AddAsync([item], CancellationToken.None);
        var answer = new JournalBlock();
        await journal.AppendAsync(answer.ToArray(lease.Holder.Fence, added[0].JournalEntry + 1, at.AddSeconds(1), added[0].JournalEntry), lease, CancellationToken.None);
    });

    private Task RunAsync(Func<MigrationSession, Task> work) => table.RunAsync(table.Options with { CheckpointPath = folder.FullName, Mapping = mapping.Path }, work);

    private sealed class TimeAt(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
