using DynamoNamespace.Engine.CatchUp;
using DynamoNamespace.Engine.Checkpoints;
using Xunit;

namespace DynamoNamespace.Tests.Unit.CatchUp;

/// <summary>What is put off comes back in a review, once for each copy, with all that was seen of it, whatever happens between.</summary>
public sealed class PutOffChangesTests : IDisposable
{
    private static readonly UInt128 AnyKey = Put(1).TargetDigest;

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("ddbns-putoff-");
    private readonly RunFolder folder;

    public PutOffChangesTests() => folder = RunFolder.At(directory.FullName);

    public void Dispose() => directory.Delete(recursive: true);

    [Theory]
    // Many more passes than keys.
    [InlineData(20)]
    [InlineData(400)]
    [InlineData(1_000_000)]
    public void AllThatIsKnownOfACopyComesTogetherAndOnce(long bytesAtOnce)
    {
        using var changes = new PutOffChanges(folder, bytesAtOnce);
        for (var number = 0; number < 40; number++)
            changes.Add([Put(number, "aa", beginsAbsent: true)]);
        changes.Add([.. Enumerable.Range(0, 20).Select(number => Put(number, "bb"))]);
        Assert.Equal((60, false), (changes.Count, changes.IsEmpty));

        changes.BeginReview();
        // What comes while it waits belongs to it too.
        changes.Add([Put(0, "cc")]);
        var reviewed = changes.UnderReview().ToList();

        Assert.Equal(40, reviewed.Count);
        Assert.Equal(40, reviewed.Select(change => change.Keys).Distinct().Count());
        Assert.Equal(["aa", "bb", "cc"], Of(reviewed, 0).States);
        Assert.Equal(["aa", "bb"], Of(reviewed, 19).States);
        Assert.Equal(["aa"], Of(reviewed, 20).States);
        Assert.All(reviewed, change => Assert.True(change.BeginsAbsent));
        changes.EndReview();
        Assert.Equal(1, changes.Count);
    }

    [Fact]
    public void WhatIsInStepAgainIsNotReviewedAndItsStatesAreForgotten()
    {
        using var changes = new PutOffChanges(folder);
        changes.Add([Put(1, "aa", beginsAbsent: true), Put(2, "aa"), Void(1), Void(2), Put(2, "bb")]);

        changes.BeginReview();

        var left = Assert.Single(changes.UnderReview());
        Assert.Equal((Put(2).Keys, false), (left.Keys, left.BeginsAbsent));
        Assert.Equal(["bb"], left.States);
    }

    [Fact]
    public void WhileTheCopyGoesOnStatesAreKeptOfCopiesInStep()
    {
        using var changes = new PutOffChanges(folder);
        changes.Add([Put(1, "aa", beginsAbsent: true), InStep(1, "bb"), InStep(2, "cc")]);
        Assert.Equal(1, changes.Count);
        changes.Add([Put(1, "dd")]);

        changes.BeginReview();

        var waiting = Assert.Single(changes.UnderReview());
        Assert.Equal(["aa", "bb", "dd"], waiting.States);
        // The copy was there, so if it is not any more, a new client deleted it.
        Assert.False(waiting.BeginsAbsent);
    }

    [Fact]
    public void TwoOldItemsOfOneCopyAreJudgedEachForItself()
    {
        using var changes = new PutOffChanges(folder);
        var other = Put(1, "bb") with { Source = Key("another") };
        changes.Add([Put(1, "aa"), other, Void(1)]);

        changes.BeginReview();

        Assert.Equal(other.Keys, Assert.Single(changes.UnderReview()).Keys);
    }

    [Fact]
    public void WhatIsInStepWhileAReviewGoesOnIsTold()
    {
        using var changes = new PutOffChanges(folder);
        changes.Add([Put(1, "aa"), Put(2, "aa")]);
        changes.BeginReview();
        var reviewed = changes.UnderReview().ToList();

        changes.Add([Void(1)]);

        Assert.True(changes.IsVoided(Of(reviewed, 1)));
        Assert.False(changes.IsVoided(Of(reviewed, 2)));
        changes.Add([Of(reviewed, 2)]);
        changes.EndReview();
        Assert.Equal(1, changes.Count);
        changes.BeginReview();
        Assert.Equal(Put(2).Keys, Assert.Single(changes.UnderReview()).Keys);
    }

    [Fact]
    public void AfterAKillInTheMiddleOfAReviewEverythingIsThereInItsOrder()
    {
        using (var killed = new PutOffChanges(folder))
        {
            killed.Add([Put(1, "aa"), Put(2, "aa"), Put(3, "aa")]);
            killed.BeginReview();
            killed.Add([Put(2, "bb"), Void(3), Put(4, "aa")]);
        }

        // Killed again while it was put together.
        File.AppendAllText(folder.PutOffReviewPath, File.ReadAllText(folder.PutOffPath));
        using var changes = new PutOffChanges(folder);
        changes.BeginReview();

        var reviewed = changes.UnderReview().ToList();
        Assert.Equal([Put(1).Keys, Put(2).Keys, Put(4).Keys], reviewed.Select(change => change.Keys).OrderBy(keys => keys.Target, StringComparer.Ordinal).ToList());
        Assert.Equal(["aa", "bb"], Of(reviewed, 2).States);
    }

    [Fact]
    public void ALineThatAKillCutShortIsCutOff()
    {
        using (var killed = new PutOffChanges(folder))
            killed.Add([Put(1, "aa"), Put(2, "aa")]);
        using (var file = new FileStream(folder.PutOffPath, FileMode.Open))
            file.SetLength(file.Length - 10);

        using (var next = new PutOffChanges(folder))
        {
            Assert.Equal(1, next.Count);
            next.Add([Put(3, "aa")]);
        }

        using var last = new PutOffChanges(folder);
        Assert.Equal(2, last.Count);
    }

    [Fact]
    public void OnlyKeysThatMayBeWaitingAreKnown()
    {
        using var changes = new PutOffChanges(folder);
        Assert.False(changes.Knows(AnyKey));
        changes.Add([Put(1)]);
        Assert.True(changes.Knows(AnyKey));
        changes.BeginReview();
        Assert.True(changes.Knows(AnyKey));
        changes.EndReview();
        Assert.False(changes.Knows(AnyKey));
    }

    private static PutOffChange Of(IEnumerable<PutOffChange> changes, int number) => changes.Single(change => change.Keys == Put(number).Keys);

    private static PutOffChange Put(int number, string state = "aa", bool beginsAbsent = false) => new(Key($"old-{number}"), Key($"new-{number}"), beginsAbsent, IsExpiry: false, [state]);

    private static PutOffChange InStep(int number, string state) => Put(number, state) with { IsInStep = true };

    private static PutOffChange Void(int number) => Put(number) with { States = [], IsInStep = true };

    private static string Key(string pk) => $$$"""{"PK":{"S":"{{{pk}}}"}}""";
}
