using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Engine.Registry;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Registry;

/// <summary>The records as zae-limiter 0.10 writes and reads them, to the letter.</summary>
public sealed class RegistryRecordTests
{
    private static readonly DdbNamespace Namespace = new(
        "limits", "team a", "Ab0_-xyz123", DdbNamespace.Active, new DateTimeOffset(2025, 6, 15, 12, 30, 0, 999, TimeSpan.FromHours(2)), null);

    [Fact]
    public void TheForwardRecordIsFoundByName() => Check(RegistryRecord.Forward(Namespace), "#NAMESPACE#team a");

    [Fact]
    public void TheReverseRecordIsFoundById() => Check(RegistryRecord.Reverse(Namespace), "#NSID#Ab0_-xyz123");

    [Fact]
    public void KeysAreThoseOfTheRecords()
    {
        Assert.Equal(["PK=_/SYSTEM#", "SK=#NAMESPACE#n"], Texts(RegistryRecord.ForwardKey("n")));
        Assert.Equal(["PK=_/SYSTEM#", "SK=#NSID#i"], Texts(RegistryRecord.ReverseKey("i")));
    }

    [Fact]
    public void ARecordIsReadBackAsItWasWritten()
    {
        var record = RegistryRecord.Reverse(Namespace with { Status = DdbNamespace.Deleted });
        record["deleted_at"] = new AttributeValue("2025-07-01T00:00:00Z");
        Assert.Equal(
            new DdbNamespace("limits", "team a", "Ab0_-xyz123", "deleted", new(2025, 6, 15, 10, 30, 0, TimeSpan.Zero), new(2025, 7, 1, 0, 0, 0, TimeSpan.Zero)),
            RegistryRecord.Read(record, "limits"));
    }

    [Fact]
    public void ARecordOfAnOlderDeploymentMayLackAttributes()
    {
        var read = RegistryRecord.Read(new(StringComparer.Ordinal) { ["namespace_id"] = new("id"), ["created_at"] = new("soon") }, "limits");
        Assert.Equal(new DdbNamespace("limits", "", "id", DdbNamespace.Active, null, null), read);
    }

    [Fact]
    public void AnUndeletedRecordHasNoDeletionTime() => Assert.Null(RegistryRecord.Read(RegistryRecord.Forward(Namespace), "limits").DeletedAt);

    [Theory]
    [InlineData("2025-06-15T10:30:00+00:00", "2025-06-15T10:30:00Z")]
    [InlineData("2025-06-15T10:30:59.9999999+05:30", "2025-06-15T05:00:59Z")]
    [InlineData("0999-01-02T03:04:05-01:00", "0999-01-02T04:04:05Z")]
    public void TimesAreWholeSecondsInUtc(string time, string text) =>
        Assert.Equal(text, RegistryRecord.FormatTime(DateTimeOffset.Parse(time)));

    private static void Check(Dictionary<string, AttributeValue> record, string sortKey) => Assert.Equal(
        [
            "GSI4PK=_", "GSI4SK=_/SYSTEM#", "PK=_/SYSTEM#", $"SK={sortKey}", "created_at=2025-06-15T10:30:00Z",
            "namespace_id=Ab0_-xyz123", "namespace_name=team a", "status=active",
        ],
        Texts(record));

    /// <summary>Every attribute is a text.</summary>
    private static List<string> Texts(Dictionary<string, AttributeValue> record)
    {
        Assert.All(record.Values, value => Assert.NotNull(value.S));
        return record.Select(pair => $"{pair.Key}={pair.Value.S}").Order(StringComparer.Ordinal).ToList();
    }
}
