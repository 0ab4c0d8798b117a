using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Tests.Unit.State.Folder;
using Xunit;

namespace DynamoNamespace.Tests.Unit.State;

/// <summary>What the plan's state says of requests whose answers were lost.</summary>
public sealed class LateRequestsTests : IAsyncLifetime
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    private readonly RunFiles files = new();
    private readonly IPlanState state;
    private readonly LateRequests late;

    public LateRequestsTests()
    {
        state = files.State();
        late = new LateRequests(state, files.Timings, files.Time);
    }

    public async ValueTask InitializeAsync() => await files.BeginAsync();

    public ValueTask DisposeAsync()
    {
        files.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task LostAnswer_isExpectedByWhatItsRequestDoes()
    {
        var (first, puts) = (files.Time.GetUtcNow(), files.Time.GetUtcNow() + files.Timings.Recheck + Step);
        await late.OnLostAsync(LateEffect.Put, CancellationToken.None);
        Assert.Equal((puts, null, null), await StoredAsync());
        await late.OnLostAsync(LateEffect.DeleteOld, CancellationToken.None);
        Assert.Equal((puts, first + files.Timings.LateRequests + Step, null), await StoredAsync());
        files.Time.Advance(TimeSpan.FromSeconds(1));
        await late.OnLostAsync(LateEffect.DeleteCopy, CancellationToken.None);
        Assert.Equal((puts, first + files.Timings.LateRequests + Step, files.Time.GetUtcNow() + files.Timings.LateRequests + Step), await StoredAsync());
    }

    [Fact]
    public async Task LostAnswers_inAFewSeconds_areStoredOnceAndCoveredAllTheSame()
    {
        var begun = files.Time.GetUtcNow();
        for (var second = 0; second <= 60; second++)
        {
            await late.OnLostAsync(LateEffect.Put, CancellationToken.None);
            var until = (await StoredAsync()).Puts!.Value;
            var now = files.Time.GetUtcNow();
            Assert.InRange(until, now + files.Timings.Recheck, now + files.Timings.Recheck + Step);
            Assert.Equal(0, (until - begun - files.Timings.Recheck - Step).TotalSeconds % 6);
            files.Time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task LostAnswers_ofManyThreads_areStoredBeforeAnyOfThemGoesOn()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 50), async (_, token) =>
        {
            await late.OnLostAsync(LateEffect.Put, token);
            if ((await StoredAsync()).Puts is null)
                throw new InvalidOperationException("It is not stored.");
        });
    }

    [Fact]
    public async Task LostAnswer_thatCannotBeStored_isAnErrorAndIsTriedAgain()
    {
        Directory.CreateDirectory(files.Files().Plan + ".new");
        await Assert.ThrowsAnyAsync<Exception>(() => late.OnLostAsync(LateEffect.Put, CancellationToken.None));
        Directory.Delete(files.Files().Plan + ".new");
        await late.OnLostAsync(LateEffect.Put, CancellationToken.None);
        Assert.NotNull((await StoredAsync()).Puts);
    }

    [Theory]
    [InlineData(RunOperation.Copy, false, false)]
    [InlineData(RunOperation.Verify, false, false)]
    [InlineData(RunOperation.Delete, true, false)]
    [InlineData(RunOperation.Sync, false, true)]
    [InlineData(RunOperation.Undo, false, true)]
    [InlineData(RunOperation.Resolve, true, true)]
    internal async Task KilledRun_isExpectedByWhatItDoes(RunOperation operation, bool deletes, bool removals)
    {
        await LateRequests.ExpectAsync(state, operation, files.Timings, files.Time, CancellationToken.None);
        var now = files.Time.GetUtcNow();
        Assert.Equal(
            (now + files.Timings.Recheck, deletes ? now + files.Timings.LateRequests : null, removals ? now + files.Timings.LateRequests : null), await StoredAsync());
    }

    private async Task<(DateTimeOffset? Puts, DateTimeOffset? Deletes, DateTimeOffset? Removals)> StoredAsync()
    {
        var plan = await files.State().ReadPlanAsync(CancellationToken.None);
        return (plan!.LatePutsUntil, plan.LateDeletesUntil, plan.LateRemovalsUntil);
    }
}
