using System.Runtime.Versioning;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Unit.Aws;
using DynamoNamespace.Tests.Unit.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Verification;

/// <summary>The ledger's files go to the folder that the environment names, so these tests have one of their own.</summary>
[Collection(ConnectionCollection.Name)]
public sealed class CopyLedgerTests : IDisposable
{
    private readonly DirectoryInfo temporary = Directory.CreateTempSubdirectory("ddbns-ledger-tests-");
    private readonly EnvironmentScope scope;

    public CopyLedgerTests() => scope = new EnvironmentScope(("TMPDIR", temporary.FullName), ("TMP", temporary.FullName));

    public void Dispose()
    {
        scope.Dispose();
        temporary.Delete(recursive: true);
    }

    [Fact]
    public void AnOldItemIsMatchedByACopyOfTheSameKeyAndContentInAnyOrder()
    {
        using var ledger = new CopyLedger(0);
        ledger.AddNew(1, 10);
        ledger.AddOld(1, 10, "before"u8);
        ledger.AddOld(2, 20, "after"u8);
        ledger.AddNew(2, 20);
        ledger.AddNew(3, 30);
        Assert.Empty(ledger.Unmatched());
        Assert.Empty(temporary.GetFileSystemInfos());
    }

    [Fact]
    public void ANewItemThatNoOldOneMapsToIsExtraIfItWasEnteredWithItsKey()
    {
        using var ledger = new CopyLedger(0);
        ledger.AddOld(1, 10, "old"u8);
        ledger.AddNew(1, 99, "changed"u8);
        ledger.AddNew(2, 20, "extra"u8);
        ledger.AddNew(2, 20, "extra"u8);
        ledger.AddNew(3, 30);
        Assert.Equal("extra"u8.ToArray(), Assert.Single(ledger.Extra()));
        Assert.Equal("old"u8.ToArray(), Assert.Single(ledger.Unmatched()));
    }

    [Fact]
    public void AMissingCopyAndOneOfOtherContentAreUnmatched()
    {
        using var ledger = new CopyLedger(0);
        ledger.AddOld(1, 10, "missing"u8);
        ledger.AddOld(2, 20, "different"u8);
        ledger.AddNew(2, 21);
        ledger.AddOld(3, 30, "swapped"u8);
        ledger.AddNew(30, 3);
        ledger.AddOld(4, 40, "matched"u8);
        ledger.AddNew(4, 40);
        Assert.Equal(["different", "missing", "swapped"], Unmatched(ledger));
        Assert.Equal(["different", "missing", "swapped"], Unmatched(ledger));
    }

    [Fact]
    public void DigestsThatDifferOnlyInTheirUpperHalfAreDifferent()
    {
        using var ledger = new CopyLedger(0);
        ledger.AddOld(new UInt128(1, 7), 1, "a"u8);
        ledger.AddNew(new UInt128(2, 7), 1);
        ledger.AddOld(5, new UInt128(1, 7), "b"u8);
        ledger.AddNew(5, new UInt128(2, 7));
        Assert.Equal(["a", "b"], Unmatched(ledger));
    }

    [Fact]
    public void TwoOldItemsOfOneCopyAreBothJudged()
    {
        using var ledger = new CopyLedger(0);
        ledger.AddOld(1, 10, "same"u8);
        ledger.AddOld(1, 11, "other"u8);
        ledger.AddNew(1, 10);
        Assert.Equal(["other"], Unmatched(ledger));
    }

    [UnixFact("Windows has no file modes.")]
    [UnsupportedOSPlatform("windows")]
    public void TemporaryFiles_canBeReadByTheUserAlone()
    {
        using var ledger = new CopyLedger(0);
        for (var number = 0; number < 60_000; number++)
            ledger.AddOld(Digest(number), Digest(~number), ItemText.Bytes(SourceKey(number)));
        var files = Assert.Single(temporary.GetDirectories("ddbns-verify-*"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, files.UnixFileMode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_500_000)]
    [InlineData(5_000_000)]
    public void ManyRecordsGoThroughFilesAndTheUnmatchedAreExact(long estimated)
    {
        const int count = 60_000;
        string folder;
        using (var ledger = new CopyLedger(estimated))
        {
            Parallel.For(0, count, number =>
            {
                var (key, content) = (Digest(number), Digest(~number));
                if (number % 3 == 0)
                    ledger.AddNew(key, content);
                ledger.AddOld(key, content, ItemText.Bytes(SourceKey(number)));
                if (number % 3 == 1 && number % 1000 != 1)
                    ledger.AddNew(key, content);
                if (number % 3 == 2)
                    ledger.AddNew(key, number % 500 == 2 ? content + 1 : content);
            });
            var files = Assert.Single(temporary.GetDirectories("ddbns-verify-*"));
            folder = files.FullName;
            Assert.InRange(files.GetFiles().Length, 10, 512);

            var expected = Enumerable.Range(0, count)
                .Where(number => (number % 3 == 1 && number % 1000 == 1) || (number % 3 == 2 && number % 500 == 2))
                .Select(SourceKey).Order(StringComparer.Ordinal).ToList();
            Assert.InRange(expected.Count, 40, 100);
            Assert.Equal(expected, Unmatched(ledger));
            Assert.Equal(expected, Unmatched(ledger));
        }

        Assert.False(Directory.Exists(folder));
        Assert.Empty(temporary.GetFileSystemInfos());
    }

    [Fact]
    public void OldItemsThatShareATargetAreNamedButForTheFirst()
    {
        using var ledger = new CopyLedger(0);
        ledger.AddOld(1, 10, "alone"u8);
        ledger.AddOld(2, 20, "first"u8);
        ledger.AddNew(2, 20);
        ledger.AddOld(2, 21, "second"u8);
        ledger.AddOld(2, 20, "third"u8);
        Assert.Equal(["second", "third"], ledger.SharedTargets().Select(pair => ItemText.Text(pair.Other)).ToList());
        Assert.All(ledger.SharedTargets(), pair => Assert.Equal("first", ItemText.Text(pair.First)));
        Assert.Equal(["first True", "second False", "third True"], ledger.PresentTargets().Select(pair => $"{ItemText.Text(pair.SourceKey)} {pair.IsEqual}").ToList());
    }

    [Fact]
    public void AFolderThatCannotBeWrittenIsToldAsThat()
    {
        using var gone = new EnvironmentScope(("TMPDIR", "/no/such/folder"), ("TMP", "/no/such/folder"));
        using var ledger = new CopyLedger(0);
        var error = Assert.Throws<DdbException>(() => ledger.AddOld(1, 1, new byte[100_000]));
        Assert.Equal(("TemporaryFileFailed", DdbErrorKind.InvalidState), (error.ErrorId, error.Kind));
        Assert.Contains("/no/such/folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ARecordLargerThanTheBufferComesBackWhole()
    {
        var key = new string('k', 100_000);
        using (var ledger = new CopyLedger(0))
        {
            ledger.AddOld(1, 1, ItemText.Bytes(key));
            ledger.AddOld(17, 1, "small"u8);
            Assert.Equal([key, "small"], Unmatched(ledger));
        }

        Assert.Empty(temporary.GetFileSystemInfos());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void AnyEstimateWorks(long estimated)
    {
        using var ledger = new CopyLedger(estimated);
        for (var number = 0; number < 2000; number++)
            ledger.AddOld(Digest(number), 1, ItemText.Bytes(SourceKey(number)));
        Assert.Equal(2000, ledger.Unmatched().Count());
    }

    private static UInt128 Digest(int number) => new((ulong)number * 0x9E37_79B9_7F4A_7C15, (ulong)(uint)number * 0xBF58_476D_1CE4_E5B9);

    private static string SourceKey(int number) => $$$"""{"PK":{"S":"ENTITY#user-{{{number}}}"},"SK":{"S":"{{{new string('#', number % 90)}}}"}}""";

    private static List<string> Unmatched(CopyLedger ledger) => ledger.Unmatched().Select(key => ItemText.Text(key)).Order(StringComparer.Ordinal).ToList();
}
