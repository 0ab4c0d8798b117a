using DynamoNamespace.Engine.State.Journals;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Unit.Aws;
using Xunit;

namespace DynamoNamespace.Tests.Unit.State.Journals;

/// <summary>The spool's files go to the folder that the environment names, so these tests have one of their own.</summary>
[Collection(ConnectionCollection.Name)]
public sealed class JournalSpoolTests : IDisposable
{
    private readonly DirectoryInfo temporary = Directory.CreateTempSubdirectory("ddbns-spool-tests-");
    private readonly EnvironmentScope scope;

    public JournalSpoolTests() => scope = new EnvironmentScope(("TMPDIR", temporary.FullName), ("TMP", temporary.FullName));

    public void Dispose()
    {
        scope.Dispose();
        temporary.Delete(recursive: true);
    }

    [Fact]
    public void Spool_ofManyKeys_findsEachChainFromTheNewestToTheOldest()
    {
        const int keys = 3000;
        using var spool = new JournalSpool();
        for (var round = 0; round < 3; round++)
        {
            // Some keys share their lower half, and so their place in the table.
            for (var key = 0; key < keys; key++)
                spool.Add(new UInt128((ulong)key, (ulong)(key / 3)), Entry((round * keys) + key));
        }

        for (var key = 0; key < keys; key += 11)
            Assert.Equal([(2 * keys) + key, keys + key, key], spool.Find(new UInt128((ulong)key, (ulong)(key / 3))).Select(entry => (int)entry.Number));
        Assert.Empty(spool.Find(new UInt128(keys, 0)));
        Assert.Equal(Enumerable.Range(0, 3 * keys), spool.All().Select(pair => (int)pair.Entry.Number));
    }

    [Fact]
    public void Entry_comesBackAsItWas()
    {
        var entry = new JournalEntry(JournalEntryKind.Unsure, UInt128.MaxValue, [.. Enumerable.Range(0, 100_000).Select(at => (byte)at)], long.MaxValue, 7, DateTimeOffset.UnixEpoch.AddMilliseconds(1));
        using var spool = new JournalSpool();
        spool.Add(0, entry);
        var found = Assert.Single(spool.Find(0));
        Assert.Equal(entry.Original, found.Original);
        Assert.Equal(entry, found with { Original = entry.Original });
    }

    [UnixFact("On Windows a file keeps its name until its last handle is closed.")]
    public void Files_haveNoNameThatOutlivesTheProcess()
    {
        using var spool = new JournalSpool();
        spool.Add(1, Entry(1));
        Assert.Empty(temporary.GetFileSystemInfos());
        Assert.Single(spool.Find(1));
    }

    [Fact]
    public void Files_goWithTheSpool()
    {
        new JournalSpool().Dispose();
        Assert.Empty(temporary.GetFileSystemInfos());
    }

    private static JournalEntry Entry(int number) => new(JournalEntryKind.Deleted, 1, [], 1, number, DateTimeOffset.UnixEpoch);
}
