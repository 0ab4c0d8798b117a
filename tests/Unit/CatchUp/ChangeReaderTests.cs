using DynamoNamespace.Engine.CatchUp;
using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Unit.Aws;
using DynamoNamespace.Tests.Unit.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.CatchUp;

/// <summary>Stream records become changes of copies: where they stand, what states were seen, and what is wanted in the end.</summary>
public sealed class ChangeReaderTests : IDisposable
{
    private const string ByOwner = """
        {
          "format": "dynamonamespace/mapping/1", "name": "by-owner",
          "key": { "partitionKey": { "name": "PK" }, "sortKey": { "name": "SK" } },
          "rules": [ { "name": "owned", "match": { "PK": { "pattern": "^K" } }, "set": { "PK": "v2/${owner}" } } ]
        }
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ddbns-changes-");
    private readonly FakeTable table = new();

    private string JournalPath => Path.Combine(folder.FullName, "deletions.journal");

    public void Dispose()
    {
        table.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task RecordsOfOneItemAreOneChange() => await ReadAsync(null, [Insert(Plain(1)), Modify(Plain(1), Plain(2)), Modify(Plain(2), Plain(3))], (changes, counters) =>
    {
        var change = Assert.Single(changes);
        Assert.Equal((3, true, 3), (change.States.Count, change.BeginsAbsent, counters.Changes));
        Assert.Equal("a7x3kq/ENTITY#1", Text(change.TargetKey, "PK"));
        Assert.Equal("3", ItemText.Json(change.Final!.Value)["n"]!["N"]!.GetValue<string>());
    });

    [Fact]
    public async Task ADeleteWantsNothingAndRemembersWhatWas() => await ReadAsync(null, [Modify(Plain(1), Plain(2)), Remove(Plain(2), isExpiry: true)], (changes, _) =>
    {
        var change = Assert.Single(changes);
        Assert.Equal((null, 2, true, true), (change.Final, change.States.Count, change.BeginsAbsent, change.IsExpiry));
    });

    [Fact]
    public async Task AnItemMadeAgainMayHaveNoCopy() => await ReadAsync(null, [Modify(Plain(1), Plain(2)), Remove(Plain(2), isExpiry: true), Insert(Plain(3))], (changes, _) =>
    {
        var change = Assert.Single(changes);
        Assert.Equal((true, 3, true, false), (change.Final is not null, change.States.Count, change.BeginsAbsent, change.IsExpiry));
    });

    [Fact]
    public async Task ItemsThatNoRuleMatchesAreNoChanges() => await ReadAsync(null, [Insert(Item("other/x", "")), Modify(Item("other/x", ""), Item("other/x", ""))], (changes, counters) =>
    {
        Assert.Empty(changes);
        Assert.Equal((0, 0), (counters.Changes, counters.Failed));
    });

    [Fact]
    public async Task AnItemThatMovesGoesHereAndComesThere() => await ReadAsync(ByOwner, [Modify(Owned("K1", "a"), Owned("K1", "b"))], (changes, counters) =>
    {
        Assert.Equal(1, counters.Changes);
        var gone = Assert.Single(changes, change => Text(change.TargetKey, "PK") == "v2/a");
        Assert.Equal((null, 1, true), (gone.Final, gone.States.Count, gone.BeginsAbsent));
        var come = Assert.Single(changes, change => Text(change.TargetKey, "PK") == "v2/b");
        Assert.Equal((true, 1, true), (come.Final is not null, come.States.Count, come.BeginsAbsent));
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AnItemThatTakesAnothersPlaceIsAChangeOfItsOwn(bool firstLeavesFirst)
    {
        StreamRecord[] records = [Modify(Owned("K1", "a"), Owned("K1", "b")), Modify(Owned("K2", "c"), Owned("K2", "a"))];
        await ReadAsync(ByOwner, firstLeavesFirst ? records : [.. records.Reverse()], (changes, _) =>
        {
            var there = changes.Where(change => Text(change.TargetKey, "PK") == "v2/a").ToDictionary(change => Text(change.SourceKey, "PK"), StringComparer.Ordinal);
            Assert.Null(there["K1"].Final);
            Assert.NotNull(there["K2"].Final);
            Assert.Equal((1, 1), (there["K1"].States.Count, there["K2"].States.Count));
        });
    }

    [Fact]
    public async Task WhatCannotBeMappedIsReportedOnceAndItsCopyIsLeft() => await ReadAsync(ByOwner, [Modify(Owned("K1", "a"), Item("K1", "")), Modify(Item("K1", ""), Item("K1", "\"x\":{\"S\":\"\"}"))], (changes, counters) =>
    {
        Assert.Empty(changes);
        Assert.Equal(2, counters.Failed);
        Assert.All(counters.Reports, report => Assert.Equal((DdbItemReason.Failed, "PK=K1, SK=s"), (report.Reason, report.SourceKey)));
    });

    [Fact]
    public async Task WhatCouldNotBeMappedBeforeMayHaveNoCopy() => await ReadAsync(ByOwner, [Modify(Item("K1", ""), Owned("K1", "a"))], (changes, counters) =>
    {
        var change = Assert.Single(changes);
        Assert.Equal((true, 1, 0), (change.BeginsAbsent, change.States.Count, counters.Failed));
    });

    [Fact]
    public async Task ADeleteOfWhatCouldNotBeMappedIsNoChange() => await ReadAsync(ByOwner, [Remove(Item("K1", ""))], (changes, counters) =>
    {
        Assert.Empty(changes);
        Assert.Equal(0, counters.Failed);
    });

    [Fact]
    public async Task OnlyTheMigrationsOwnDeletesAreLeftOut()
    {
        await WriteJournalAsync(Plain(1));
        await ReadAsync(null, [Remove(Plain(1))], (changes, _) => Assert.Empty(changes));
        // It was changed in between, so it was a client that deleted it.
        await ReadAsync(null, [Remove(Plain(2))], (changes, _) => Assert.Single(changes));
        await ReadAsync(null, [Modify(Plain(2), Plain(1)), Remove(Plain(1))], (changes, _) => Assert.NotNull(Assert.Single(changes).Final));
    }

    private async Task WriteJournalAsync(Item old) => await OpenAsync(null, session =>
    {
        using var journal = new DeletionJournal(JournalPath, session.Table.Key);
        using var block = new ItemBlock();
        var rule = session.Mapping.FindRule(old)!;
        Assert.True(rule.TryMap(old, block, out var mapped, out _));
        journal.Add([new MigratingItem(old, mapped, rule, new PageProgress(null, static () => { }))]);
        return true;
    });

    private async Task ReadAsync(string? mapping, IReadOnlyList<StreamRecord> records, Action<IReadOnlyCollection<CopyChange>, CatchUpCounters> check) => await OpenAsync(mapping, session =>
    {
        using var deletions = new JournalIndex(JournalPath);
        var counters = new CatchUpCounters(null);
        using var reader = new ChangeReader(session, deletions, counters);
        check(reader.Read(records), counters);
        return true;
    });

    private async Task OpenAsync(string? mapping, Func<MigrationSession, bool> work)
    {
        var options = table.Options with { CheckpointPath = folder.FullName };
        if (mapping is not null)
        {
            var path = Path.Combine(folder.FullName, "mapping.json");
            await File.WriteAllTextAsync(path, mapping);
            options = options with { Mapping = path };
        }

        Assert.True(await table.OpenAsync(options, work));
    }

    private static StreamRecord Insert(Item made) => Record(StreamEvent.Insert, null, made, isExpiry: false);

    private static StreamRecord Modify(Item old, Item made) => Record(StreamEvent.Modify, old, made, isExpiry: false);

    private static StreamRecord Remove(Item old, bool isExpiry = false) => Record(StreamEvent.Remove, old, null, isExpiry);

    private static StreamRecord Record(StreamEvent what, Item? old, Item? made, bool isExpiry) => new(
        what, "1", DateTimeOffset.UnixEpoch, ItemText.Parse($$$"""{"PK":{"S":"{{{Text((made ?? old)!.Value, "PK")}}}"},"SK":{"S":"s"}}"""), old, made, isExpiry);

    private static Item Plain(int n) => Item("ENTITY#1", $$"""
        "n":{"N":"{{n}}"}
        """);

    private static Item Owned(string pk, string owner) => Item(pk, $$"""
        "owner":{"S":"{{owner}}"}
        """);

    private static Item Item(string pk, string more) => ItemText.Parse($$"""{"PK":{"S":"{{pk}}"},"SK":{"S":"s"}{{(more.Length > 0 ? "," + more : "")}}}""");

    private static string Text(Item item, string name) => ItemText.Json(item)[name]!["S"]!.GetValue<string>();
}
