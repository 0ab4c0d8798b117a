using DynamoNamespace.Engine.CatchUp;
using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Engine.State.Journals;
using DynamoNamespace.Tests.Unit.Items;
using DynamoNamespace.Tests.Unit.Migration;
using DynamoNamespace.Tests.Unit.RateControl;
using DynamoNamespace.Tests.Unit.State;
using DynamoNamespace.Tests.Unit.State.Journals;
using Xunit;

namespace DynamoNamespace.Tests.Unit.CatchUp;

/// <summary>Whose delete a record of the stream tells of, by what the journal says of the migration's own.</summary>
public sealed class OwnDeletesTests : IDisposable
{
    private const int AnsweredAfter = 2;
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(3);

    private readonly MemoryLog log = new();
    private readonly FakeTimeProvider time = new();
    private readonly JournalItems items = new();
    private readonly JournalReader journal;
    private readonly OwnDeletes deletes;
    private readonly JournalWriter writer;
    private readonly DateTimeOffset begun;
    private readonly MigratingItem item;
    private bool isRunning;
    private int asked;

    public OwnDeletesTests()
    {
        journal = new JournalReader(new LogState(log), StateLogs.Deletions);
        deletes = Judging();
        writer = WriterOf(fence: 1);
        begun = time.GetUtcNow();
        item = items.Item(1);
    }

    public void Dispose()
    {
        journal.Dispose();
        items.Dispose();
    }

    [Theory]
    // An answer that says that the item as it was read was deleted.
    [InlineData(null, true, 1, true, DeleteOrigin.Migration)]
    [InlineData(null, true, -3, true, DeleteOrigin.Migration)]
    [InlineData(null, true, AnsweredAfter + 3, true, DeleteOrigin.Migration)]
    [InlineData(null, true, -4, true, DeleteOrigin.Client)]
    [InlineData(null, true, AnsweredAfter + 4, true, DeleteOrigin.Client)]
    [InlineData(null, true, 86_400, true, DeleteOrigin.Client)]
    [InlineData(null, true, 1, false, DeleteOrigin.Client)]
    // No answer yet, or never.
    [InlineData(null, false, 1, true, DeleteOrigin.Unknown)]
    [InlineData(null, false, 1, false, DeleteOrigin.Unknown)]
    [InlineData(null, false, 86_400, true, DeleteOrigin.Unknown)]
    [InlineData(null, false, -4, true, DeleteOrigin.Client)]
    // It was not deleted: not by the migration.
    [InlineData(JournalEntryKind.Kept, true, 1, true, DeleteOrigin.Client)]
    [InlineData(JournalEntryKind.Kept, false, 1, true, DeleteOrigin.Client)]
    [InlineData(JournalEntryKind.DeletedByClient, true, 1, true, DeleteOrigin.Client)]
    [InlineData(JournalEntryKind.DeletedByClient, false, 1, false, DeleteOrigin.Client)]
    // What was deleted was something else, and was put back.
    [InlineData(JournalEntryKind.PutBack, true, 1, true, DeleteOrigin.Migration)]
    [InlineData(JournalEntryKind.PutBack, true, 1, false, DeleteOrigin.Migration)]
    [InlineData(JournalEntryKind.PutBack, false, 1, false, DeleteOrigin.Migration)]
    [InlineData(JournalEntryKind.PutBack, true, AnsweredAfter + 4, false, DeleteOrigin.Client)]
    // The answer was lost, and it may be applied at any time.
    [InlineData(JournalEntryKind.Unsure, true, 1, true, DeleteOrigin.Unknown)]
    [InlineData(JournalEntryKind.Unsure, true, 1, false, DeleteOrigin.Unknown)]
    [InlineData(JournalEntryKind.Unsure, true, 86_400, true, DeleteOrigin.Unknown)]
    [InlineData(JournalEntryKind.Unsure, true, -4, true, DeleteOrigin.Client)]
    internal async Task Record_byTheOutcomeTheTimeAndTheContent(JournalEntryKind? outcome, bool isAnswered, int seconds, bool isSame, DeleteOrigin expected)
    {
        var number = await EnterAsync(writer);
        time.Advance(TimeSpan.FromSeconds(AnsweredAfter));
        if (outcome is { } kind)
            await writer.AddAsync(kind, item.Mapped, CancellationToken.None);
        if (isAnswered)
            await SettleAsync(writer, number);
        await deletes.RefreshAsync(CancellationToken.None);

        Assert.Equal(expected, Judge(seconds, isSame: isSame));
        Assert.Equal(DeleteOrigin.Client, Judge(seconds, isSame: isSame, isExpiry: true));
        Assert.Equal(DeleteOrigin.Client, deletes.Judge(Record(seconds), items.KeyOf(items.Item(2)), items.ContentOf(item)));
    }

    [Fact]
    public async Task Journal_withoutEntries_leavesEveryDeleteToClients()
    {
        await deletes.RefreshAsync(CancellationToken.None);
        Assert.Equal(DeleteOrigin.Client, Judge(0));
    }

    [Fact]
    public async Task SecondRecord_withinTheWindowOfOneDelete_isUnknown()
    {
        await SettleAsync(writer, await EnterAsync(writer));
        await deletes.RefreshAsync(CancellationToken.None);
        Assert.Equal(DeleteOrigin.Migration, Judge(0, "100"));
        Assert.Equal(DeleteOrigin.Unknown, Judge(2, "200"));
        Assert.Equal(DeleteOrigin.Client, Judge(2, "300", isSame: false));
        Assert.Equal(DeleteOrigin.Client, Judge(60, "400"));
    }

    [Fact]
    public async Task Record_thatIsReadAgain_getsTheSameAnswer()
    {
        await SettleAsync(writer, await EnterAsync(writer));
        await deletes.RefreshAsync(CancellationToken.None);
        for (var time = 0; time < 3; time++)
        {
            Assert.Equal(DeleteOrigin.Migration, Judge(0, "100"));
            Assert.Equal(DeleteOrigin.Unknown, Judge(1, "200"));
        }

        // Long after it, the item's own delete is no longer remembered, and is told again by the journal alone.
        Assert.Equal(DeleteOrigin.Client, Judge(600, "300"));
        Assert.Equal(DeleteOrigin.Migration, Judge(0, "100"));
    }

    [Fact]
    public async Task TwoDeletes_ofOneLease_explainARecordEach()
    {
        await SettleAsync(writer, await EnterAsync(writer));
        await SettleAsync(writer, await EnterAsync(writer));
        await deletes.RefreshAsync(CancellationToken.None);
        Assert.Equal(DeleteOrigin.Migration, Judge(0, "100"));
        Assert.Equal(DeleteOrigin.Migration, Judge(1, "200"));
        Assert.Equal(DeleteOrigin.Unknown, Judge(1, "300"));
        Assert.Equal([DeleteOrigin.Migration, DeleteOrigin.Migration, DeleteOrigin.Unknown], [Judge(0, "100"), Judge(1, "200"), Judge(1, "300")]);
    }

    [Fact]
    public async Task Outcome_isThatOfTheDeleteBeforeItInItsOwnLease()
    {
        // The first run was killed; the second found the item changed and kept it.
        await EnterAsync(writer);
        time.Advance(TimeSpan.FromMinutes(1));
        var second = WriterOf(fence: 2);
        var number = await EnterAsync(second);
        await second.AddAsync(JournalEntryKind.Kept, item.Mapped, CancellationToken.None);
        await SettleAsync(second, number);
        await deletes.RefreshAsync(CancellationToken.None);

        Assert.Equal(DeleteOrigin.Unknown, Judge(1));
        Assert.Equal(DeleteOrigin.Unknown, Judge(61));
        Assert.Equal(DeleteOrigin.Client, Judge(-60));
    }

    [Fact]
    public async Task KilledDelete_thatIsResumedAndAnswered_stillLeavesItsOwnWindowOpen()
    {
        await EnterAsync(writer);
        time.Advance(TimeSpan.FromMinutes(1));
        var second = WriterOf(fence: 2);
        await SettleAsync(second, await EnterAsync(second));
        await deletes.RefreshAsync(CancellationToken.None);
        Assert.Equal(DeleteOrigin.Migration, Judge(60, "100"));
        Assert.Equal(DeleteOrigin.Unknown, Judge(61, "200"));
    }

    [Fact]
    public async Task Outcomes_ofSeveralDeletesOfOneLease_belongToEach()
    {
        var first = await EnterAsync(writer);
        await writer.AddAsync(JournalEntryKind.Kept, item.Mapped, CancellationToken.None);
        await SettleAsync(writer, first);
        time.Advance(TimeSpan.FromMinutes(1));
        await SettleAsync(writer, await EnterAsync(writer));
        await deletes.RefreshAsync(CancellationToken.None);
        Assert.Equal(DeleteOrigin.Client, Judge(0, "100"));
        Assert.Equal(DeleteOrigin.Migration, Judge(60, "200"));
    }

    [Fact]
    public async Task Undo_thatRestoredAnItem_doesNotChangeWhoseDeleteItWas()
    {
        await SettleAsync(writer, await EnterAsync(writer));
        await WriterOf(fence: 2).AddAsync(JournalEntryKind.RestoredFromChanged, item.Mapped, CancellationToken.None);
        await deletes.RefreshAsync(CancellationToken.None);
        Assert.Equal(DeleteOrigin.Migration, Judge(1));
    }

    [Fact]
    public async Task Records_thatAreJudgedByManyThreads_areExplainedOnce()
    {
        await SettleAsync(writer, await EnterAsync(writer));
        await deletes.RefreshAsync(CancellationToken.None);
        var origins = new DeleteOrigin[64];
        Parallel.For(0, origins.Length, number => origins[number] = Judge(0, $"{number}"));
        Assert.Single(origins, DeleteOrigin.Migration);
        Assert.Equal(origins.Length - 1, origins.Count(origin => origin == DeleteOrigin.Unknown));
    }

    [Theory]
    [InlineData(null, false, 1, true)]
    [InlineData(null, false, 3600, true)]
    [InlineData(null, false, -4, false)]
    [InlineData(null, true, 1, false)]
    [InlineData(JournalEntryKind.Kept, false, 1, false)]
    [InlineData(JournalEntryKind.DeletedByClient, false, 1, false)]
    [InlineData(JournalEntryKind.PutBack, false, 1, false)]
    [InlineData(JournalEntryKind.Unsure, false, 1, false)]
    internal async Task IsOpen_onlyWhileAnAnswerMayCome(JournalEntryKind? outcome, bool isAnswered, int seconds, bool expected)
    {
        var number = await EnterAsync(writer);
        if (outcome is { } kind)
            await writer.AddAsync(kind, item.Mapped, CancellationToken.None);
        if (isAnswered)
            await SettleAsync(writer, number);
        await deletes.RefreshAsync(CancellationToken.None);
        Assert.Equal(expected, deletes.IsOpen(Record(seconds), items.KeyOf(item)));
        Assert.False(deletes.IsOpen(Record(seconds, isExpiry: true), items.KeyOf(item)));
        Assert.False(deletes.IsOpen(Record(seconds), items.KeyOf(items.Item(2))));
    }

    [Fact]
    public async Task WaitForAnswers_whileTheDeleteRuns_waitsForTheAnswer()
    {
        isRunning = true;
        var number = await EnterAsync(writer);
        var waiting = deletes.WaitForAnswersAsync(() => deletes.IsOpen(Record(1), items.KeyOf(item)), CancellationToken.None);
        for (var poll = 0; poll < 5; poll++)
            await PollAsync();
        Assert.False(waiting.IsCompleted);

        await SettleAsync(writer, number);
        await time.RunAsync(waiting);
        Assert.Equal(DeleteOrigin.Migration, Judge(1));
    }

    [Fact]
    public async Task WaitForAnswers_ofADeleteThatEndsMeanwhile_readsWhatItToldLast()
    {
        isRunning = true;
        var number = await EnterAsync(writer);
        var waiting = deletes.WaitForAnswersAsync(() => deletes.IsOpen(Record(1), items.KeyOf(item)), CancellationToken.None);
        await PollAsync();
        isRunning = false;
        await SettleAsync(writer, number);
        await time.RunAsync(waiting);
        Assert.Equal(DeleteOrigin.Migration, Judge(1));
    }

    [Fact]
    public async Task WaitForAnswers_ofADeleteThatWasKilled_doesNotWait()
    {
        await EnterAsync(writer);
        await deletes.WaitForAnswersAsync(() => deletes.IsOpen(Record(1), items.KeyOf(item)), CancellationToken.None);
        Assert.Equal((1, null, DeleteOrigin.Unknown), (asked, time.NextDue, Judge(1)));
    }

    [Fact]
    public async Task WaitForAnswers_withNothingOpen_asksNobody()
    {
        await SettleAsync(writer, await EnterAsync(writer));
        await deletes.WaitForAnswersAsync(() => deletes.IsOpen(Record(1), items.KeyOf(item)), CancellationToken.None);
        Assert.Equal((0, DeleteOrigin.Migration), (asked, Judge(1)));
    }

    [Fact]
    public async Task WaitForAnswers_ofADeleteThatHangs_givesUp()
    {
        isRunning = true;
        await EnterAsync(writer);
        await time.RunAsync(deletes.WaitForAnswersAsync(() => deletes.IsOpen(Record(1), items.KeyOf(item)), CancellationToken.None));
        Assert.InRange(time.Elapsed, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3));
        Assert.Equal(DeleteOrigin.Unknown, Judge(1));
    }

    [Theory]
    // The delete was entered at 0 and, where it was answered, answered at 2.
    [InlineData(JournalEntryKind.Deleted, true, -60, DeleteOrigin.Migration)]
    [InlineData(JournalEntryKind.Deleted, true, -4, DeleteOrigin.Migration)]
    [InlineData(JournalEntryKind.Deleted, true, -3, DeleteOrigin.Unknown)]
    [InlineData(JournalEntryKind.Deleted, true, AnsweredAfter + 3, DeleteOrigin.Unknown)]
    [InlineData(JournalEntryKind.Deleted, true, AnsweredAfter + 4, DeleteOrigin.Client)]
    [InlineData(JournalEntryKind.Deleted, true, 86_400, DeleteOrigin.Client)]
    // Without an answer it may have been applied at any time since.
    [InlineData(JournalEntryKind.Deleted, false, -4, DeleteOrigin.Migration)]
    [InlineData(JournalEntryKind.Deleted, false, 86_400, DeleteOrigin.Unknown)]
    [InlineData(JournalEntryKind.Unsure, true, -4, DeleteOrigin.Migration)]
    [InlineData(JournalEntryKind.Unsure, true, 86_400, DeleteOrigin.Unknown)]
    [InlineData(JournalEntryKind.Kept, true, -60, DeleteOrigin.Client)]
    [InlineData(JournalEntryKind.DeletedByClient, true, -60, DeleteOrigin.Client)]
    [InlineData(JournalEntryKind.PutBack, true, -60, DeleteOrigin.Client)]
    [InlineData(JournalEntryKind.RestoredFromChanged, true, -60, DeleteOrigin.Client)]
    internal async Task LastDeleter_byTheLastWordAndTheTimeOfTheClients(JournalEntryKind last, bool isAnswered, int clientsSeconds, DeleteOrigin expected)
    {
        var number = await EnterAsync(writer);
        time.Advance(TimeSpan.FromSeconds(AnsweredAfter));
        if (last != JournalEntryKind.Deleted)
            await writer.AddAsync(last, item.Mapped, CancellationToken.None);
        if (isAnswered)
            await SettleAsync(writer, number);
        await deletes.RefreshAsync(CancellationToken.None);
        // What was entered about it afterwards stands at 2.
        var entered = last == JournalEntryKind.Unsure ? AnsweredAfter : 0;
        Assert.Equal(expected, deletes.LastDeleter(items.KeyOf(item), begun.AddSeconds(entered + clientsSeconds)));
        Assert.Equal(DeleteOrigin.Client, deletes.LastDeleter(items.KeyOf(items.Item(2)), DateTimeOffset.MinValue));
    }

    private OwnDeletes Judging() => new(journal, _ =>
    {
        asked++;
        return Task.FromResult(isRunning);
    }, Margin, time);

    private JournalWriter WriterOf(long fence) => new(log, new TestLease(fence), TestTables.Limits.Key, time);

    private async Task<long> EnterAsync(JournalWriter by) => (await by.AddAsync([item], CancellationToken.None))[0].JournalEntry;

    private static async Task SettleAsync(JournalWriter by, long number)
    {
        by.Settle(number);
        await by.FlushAsync(CancellationToken.None);
    }

    /// <summary>Lets the waiting look once more.</summary>
    private async Task PollAsync()
    {
        var before = asked;
        while (time.NextDue is null)
            await Task.Yield();
        time.Advance(time.NextDue.Value);
        while (asked == before)
            await Task.Yield();
    }

    private DeleteOrigin Judge(int seconds, string number = "1", bool isSame = true, bool isExpiry = false) =>
        deletes.Judge(Record(seconds, number, isExpiry), items.KeyOf(item), isSame ? items.ContentOf(item) : 1);

    private StreamRecord Record(int seconds, string number = "1", bool isExpiry = false) => new(
        StreamEvent.Remove, number, begun.AddSeconds(seconds), ItemText.Parse("""{"PK":{"S":"x"}}"""), null, null, isExpiry);
}
