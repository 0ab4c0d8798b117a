using DynamoNamespace.Engine.CatchUp;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Tests.Unit.State;
using DynamoNamespace.Tests.Unit.State.Folder;
using Xunit;

namespace DynamoNamespace.Tests.Unit.CatchUp;

/// <summary>What is put off comes back in a review, once for each copy, with all that was seen of it, whatever happens between.</summary>
public sealed class PutOffChangesTests : IDisposable
{
    private static readonly UInt128 AnyKey = Put(1).TargetDigest;

    private readonly RunFiles files = new();
    private readonly TestLease lease = new();

    public PutOffChangesTests() => Directory.CreateDirectory(files.Files().Path);

    public void Dispose() => files.Dispose();

    [Theory]
    // Many more passes than keys.
    [InlineData(20)]
    [InlineData(400)]
    [InlineData(1_000_000)]
    public async Task Review_givesAllThatIsKnownOfACopyTogetherAndOnce(long bytesAtOnce)
    {
        using var changes = await OpenAsync(bytesAtOnce);
        for (var number = 0; number < 40; number++)
            await AddAsync(changes, Put(number, "aa", beginsAbsent: true));
        await AddAsync(changes, [.. Enumerable.Range(0, 20).Select(number => Put(number, "bb"))]);
        Assert.Equal((60, false), (changes.Count, changes.IsEmpty));

        await BeginAsync(changes);
        // What comes while it waits belongs to it too.
        await AddAsync(changes, Put(0, "cc"));
        var reviewed = changes.UnderReview().ToList();

        Assert.Equal(40, reviewed.Count);
        Assert.Equal(40, reviewed.Select(change => change.Keys).Distinct().Count());
        Assert.Equal(["aa", "bb", "cc"], Of(reviewed, 0).States);
        Assert.Equal(["aa", "bb"], Of(reviewed, 19).States);
        Assert.Equal(["aa"], Of(reviewed, 20).States);
        Assert.All(reviewed, change => Assert.True(change.BeginsAbsent));
        await EndAsync(changes);
        Assert.Equal(1, changes.Count);
    }

    [Fact]
    public async Task Change_thatIsInStepAgain_isNotReviewedAndItsStatesAreForgotten()
    {
        using var changes = await OpenAsync();
        await AddAsync(changes, Put(1, "aa", beginsAbsent: true), Put(2, "aa"), Void(1), Void(2), Put(2, "bb"));

        await BeginAsync(changes);

        var left = Assert.Single(changes.UnderReview());
        Assert.Equal((Put(2).Keys, false), (left.Keys, left.BeginsAbsent));
        Assert.Equal(["bb"], left.States);
    }

    [Fact]
    public async Task States_ofCopiesInStep_areKeptWhileTheCopyGoesOn()
    {
        using var changes = await OpenAsync();
        await AddAsync(changes, Put(1, "aa", beginsAbsent: true), InStep(1, "bb"), InStep(2, "cc"));
        Assert.Equal(1, changes.Count);
        await AddAsync(changes, Put(1, "dd"));

        await BeginAsync(changes);

        var waiting = Assert.Single(changes.UnderReview());
        Assert.Equal(["aa", "bb", "dd"], waiting.States);
        // The copy was there, so if it is not any more, a new client deleted it.
        Assert.False(waiting.BeginsAbsent);
    }

    [Fact]
    public async Task TwoOldItems_ofOneCopy_areJudgedEachForItself()
    {
        using var changes = await OpenAsync();
        var other = Put(1, "bb") with { Source = Key("another") };
        await AddAsync(changes, Put(1, "aa"), other, Void(1));

        await BeginAsync(changes);

        Assert.Equal(other.Keys, Assert.Single(changes.UnderReview()).Keys);
    }

    [Fact]
    public async Task Change_thatComesInStepWhileAReviewGoesOn_isVoided()
    {
        using var changes = await OpenAsync();
        await AddAsync(changes, Put(1, "aa"), Put(2, "aa"));
        await BeginAsync(changes);
        var reviewed = changes.UnderReview().ToList();

        await AddAsync(changes, Void(1));

        Assert.True(changes.IsVoided(Of(reviewed, 1)));
        Assert.False(changes.IsVoided(Of(reviewed, 2)));
        await AddAsync(changes, Of(reviewed, 2));
        await EndAsync(changes);
        Assert.Equal(1, changes.Count);
        await BeginAsync(changes);
        Assert.Equal(Put(2).Keys, Assert.Single(changes.UnderReview()).Keys);
    }

    [Fact]
    public async Task Review_thatWasKilled_isTakenUpAgainInItsOrder()
    {
        using (var killed = await OpenAsync())
        {
            await AddAsync(killed, Put(1, "aa"), Put(2, "aa"), Put(3, "aa"));
            await BeginAsync(killed);
            await AddAsync(killed, Put(2, "bb"), Void(3), Put(4, "aa"));
        }

        using var changes = await OpenAsync();
        Assert.Equal(5, changes.Count);
        await BeginAsync(changes);

        var reviewed = changes.UnderReview().ToList();
        Assert.Equal([Put(1).Keys, Put(2).Keys, Put(4).Keys], reviewed.Select(change => change.Keys).OrderBy(keys => keys.Target, StringComparer.Ordinal).ToList());
        Assert.Equal(["aa", "bb"], Of(reviewed, 2).States);
    }

    [Fact]
    public async Task Review_thatWasKilledAfterItPutChangesOffAgain_isTakenUpWithThem()
    {
        using (var killed = await OpenAsync())
        {
            await AddAsync(killed, Put(1, "aa", beginsAbsent: true), Put(2, "aa"));
            await BeginAsync(killed);
            await AddAsync(killed, [.. killed.UnderReview().Where(change => change.Keys == Put(1).Keys)]);
        }

        using var changes = await OpenAsync();
        await BeginAsync(changes);
        var reviewed = changes.UnderReview().ToList();
        Assert.Equal(2, reviewed.Count);
        Assert.Equal((true, "aa"), (Of(reviewed, 1).BeginsAbsent, Assert.Single(Of(reviewed, 1).States)));
    }

    [Fact]
    public async Task Changes_putOffDuringSeveralReviews_areAllThereAfterAKill()
    {
        using (var killed = await OpenAsync())
        {
            await AddAsync(killed, Put(1, "aa"));
            await BeginAsync(killed);
            await AddAsync(killed, Put(2, "aa"));
            await EndAsync(killed);
            await BeginAsync(killed);
            await AddAsync(killed, Put(3, "aa"));
            await EndAsync(killed);
            Assert.Equal(1, killed.Count);
        }

        using var changes = await OpenAsync();
        Assert.Equal(1, changes.Count);
        await BeginAsync(changes);
        Assert.Equal(Put(3).Keys, Assert.Single(changes.UnderReview()).Keys);
        await EndAsync(changes);
        using var last = await OpenAsync();
        Assert.True(last.IsEmpty);
    }

    [Fact]
    public async Task Line_thatAKillCutShort_isCutOff()
    {
        using (var killed = await OpenAsync())
            await AddAsync(killed, Put(1, "aa"), Put(2, "aa"));
        using (var file = new FileStream(files.Files().Log(StateLogs.Deferred), FileMode.Open))
            file.SetLength(file.Length - 10);

        using (var next = await OpenAsync())
        {
            Assert.Equal(1, next.Count);
            await AddAsync(next, Put(3, "aa"));
        }

        using var last = await OpenAsync();
        Assert.Equal(2, last.Count);
    }

    [Fact]
    public async Task Knows_onlyKeysThatMayBeWaiting()
    {
        using var changes = await OpenAsync();
        Assert.False(changes.Knows(AnyKey));
        await AddAsync(changes, Put(1));
        Assert.True(changes.Knows(AnyKey));
        await BeginAsync(changes);
        Assert.True(changes.Knows(AnyKey));
        await EndAsync(changes);
        Assert.False(changes.Knows(AnyKey));
    }

    [Fact]
    public async Task Rechecks_areDueWhileNothingElseIsReadAndNotAgainForHalfAMinute()
    {
        using var changes = await OpenAsync();
        await AddAsync(changes, Recheck(1, minutes: 15));
        Assert.Equal((0, 1, false), (changes.Count, changes.Rechecks, changes.IsEmpty));
        Assert.False(changes.IsDue(Now, isIdle: false));
        Assert.True(changes.IsDue(Now, isIdle: true));

        await BeginAsync(changes);
        var again = Assert.Single(changes.UnderReview());
        Assert.Equal((Recheck(1, minutes: 15).RecheckUntil, Now), (again.RecheckUntil, again.ChangedAt));
        await AddAsync(changes, again);
        await EndAsync(changes);

        Assert.Equal(1, changes.Rechecks);
        Assert.False(changes.IsDue(Now.AddSeconds(29), isIdle: true));
        Assert.True(changes.IsDue(Now.AddSeconds(30), isIdle: true));
    }

    [Fact]
    public async Task Changes_thatWait_areDueAtOnceBesideRechecks()
    {
        using var changes = await OpenAsync();
        await AddAsync(changes, Recheck(1, minutes: 15), Put(2));
        Assert.True(changes.IsDue(Now, isIdle: false));
        await BeginAsync(changes);
        Assert.Equal(2, changes.UnderReview().Count());
    }

    [Fact]
    public async Task Rechecks_thatAreNotPutOffAgain_areGoneForGood()
    {
        using (var changes = await OpenAsync())
        {
            await AddAsync(changes, Recheck(1, minutes: 15));
            await BeginAsync(changes);
            Assert.Single(changes.UnderReview());
            await EndAsync(changes);
            Assert.True(changes.IsEmpty);
        }

        using var next = await OpenAsync();
        Assert.True(next.IsEmpty);
    }

    [Fact]
    public async Task Rechecks_outliveACatchUpThatIsKilled()
    {
        using (var killed = await OpenAsync())
        {
            await AddAsync(killed, Recheck(1, minutes: 15));
            await BeginAsync(killed);
        }

        using var next = await OpenAsync();
        Assert.Equal(1, next.Rechecks);
        await BeginAsync(next);
        Assert.Equal(["aa"], Assert.Single(next.UnderReview()).States);
    }

    [Fact]
    public async Task Recheck_ofACopyThatWaited_takesItsStatesAndNothingWaitsAnyMore()
    {
        using var changes = await OpenAsync();
        await AddAsync(changes, Put(1, "aa", beginsAbsent: true), Recheck(1, minutes: 15, "bb"));
        await BeginAsync(changes);
        var recheck = Assert.Single(changes.UnderReview());
        Assert.Equal(["aa", "bb"], recheck.States);
        Assert.NotNull(recheck.RecheckUntil);

        await AddAsync(changes, Put(1, "cc", beginsAbsent: true));
        var waiting = Assert.Single(changes.UnderReview());
        Assert.Equal(["aa", "bb", "cc"], waiting.States);
        Assert.Null(waiting.RecheckUntil);
    }

    [Fact]
    public async Task RecheckUntil_isTheLatestOfAllThatAreLeft()
    {
        using (var changes = await OpenAsync())
        {
            Assert.Null(changes.RecheckUntil);
            await AddAsync(changes, Recheck(1, minutes: 5), Recheck(2, minutes: 9), Recheck(3, minutes: 7), Put(4));
            Assert.Equal(Now.AddMinutes(9), changes.RecheckUntil);
        }

        using var next = await OpenAsync();
        Assert.Equal(Now.AddMinutes(9), next.RecheckUntil);
        await BeginAsync(next);
        await AddAsync(next, Recheck(3, minutes: 7));
        await EndAsync(next);
        Assert.Equal(Now.AddMinutes(7), next.RecheckUntil);
        await BeginAsync(next);
        await EndAsync(next);
        Assert.Null(next.RecheckUntil);
    }

    [Fact]
    public async Task Changes_ofALostLease_areNotPutOff()
    {
        using var changes = await OpenAsync();
        lease.IsLost = true;
        await Assert.ThrowsAnyAsync<Exception>(() => AddAsync(changes, Put(1)));
        Assert.True(changes.IsEmpty);
        Assert.False(changes.Knows(AnyKey));
    }

    private static readonly DateTimeOffset Now = RunFiles.Noon;

    private Task<PutOffChanges> OpenAsync(long bytesAtOnce = 1_000_000) =>
        PutOffChanges.OpenAsync(files.State().Log(StateLogs.Deferred), lease, CancellationToken.None, bytesAtOnce);

    private static Task AddAsync(PutOffChanges changes, params PutOffChange[] some) => changes.AddAsync(some, CancellationToken.None);

    private static Task BeginAsync(PutOffChanges changes) => changes.BeginReviewAsync(CancellationToken.None);

    private static Task EndAsync(PutOffChanges changes) => changes.EndReviewAsync(Now, CancellationToken.None);

    private static PutOffChange Of(IEnumerable<PutOffChange> changes, int number) => changes.Single(change => change.Keys == Put(number).Keys);

    private static PutOffChange Put(int number, string state = "aa", bool beginsAbsent = false) =>
        new(Key($"old-{number}"), Key($"new-{number}"), beginsAbsent, IsExpiry: false, [state]);

    private static PutOffChange InStep(int number, string state) => Put(number, state) with { IsInStep = true };

    private static PutOffChange Void(int number) => Put(number) with { States = [], IsInStep = true };

    private static PutOffChange Recheck(int number, int minutes, string state = "aa") =>
        Put(number, state) with { RecheckUntil = Now.AddMinutes(minutes), ChangedAt = Now };

    private static string Key(string pk) => $$$"""{"PK":{"S":"{{{pk}}}"}}""";
}
