using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Registry;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Registry;

public sealed class NamespaceNamesTests
{
    [Theory]
    [InlineData("default")]
    [InlineData("a")]
    [InlineData("__")]
    [InlineData("Team A/β-🚀 #1")]
    [InlineData("it's \"odd\" \\")]
    public void ALegalNameIsTaken(string name) => Assert.Null(Record.Exception(() => NamespaceNames.CheckName(name)));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\u00a0")]
    [InlineData("a\nb")]
    [InlineData("a\0")]
    [InlineData("\u007f")]
    public void AnIllegalNameIsRefused(string name) => Refused("InvalidNamespace", name, () => NamespaceNames.CheckName(name));

    /// <summary><c>#NAMESPACE#</c> and the name are a sort key, which has at most 1,024 bytes.</summary>
    [Theory]
    [InlineData("x", 1013, true)]
    [InlineData("x", 1014, false)]
    [InlineData("é", 506, true)]
    [InlineData("é", 507, false)]
    public void ANameFitsIntoItsRecordsKey(string character, int count, bool legal)
    {
        var name = string.Concat(Enumerable.Repeat(character, count));
        Assert.Equal(legal, Record.Exception(() => NamespaceNames.CheckName(name)) is null);
        Assert.Equal(legal, System.Text.Encoding.UTF8.GetByteCount(RegistryRecord.ForwardPrefix + name) <= 1024);
    }

    [Theory]
    [InlineData("a7x3kq")]
    [InlineData("default")]
    [InlineData("-leading")]
    [InlineData("__")]
    [InlineData("Ab0_-xyz123")]
    [InlineData("🚀")]
    public void ALegalIdIsTaken(string id) => Assert.Null(Record.Exception(() => NamespaceNames.CheckId(id)));

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a#b")]
    [InlineData("/")]
    [InlineData("_/")]
    public void AnIllegalIdIsRefused(string id) => Refused("InvalidNamespaceId", id, () => NamespaceNames.CheckId(id));

    [Theory]
    [InlineData(1018, true)]
    [InlineData(1019, false)]
    public void AnIdFitsIntoItsRecordsKey(int length, bool legal)
    {
        var id = new string('x', length);
        Assert.Equal(legal, Record.Exception(() => NamespaceNames.CheckId(id)) is null);
        Assert.Equal(legal, (RegistryRecord.ReversePrefix + id).Length <= 1024);
    }

    [Fact]
    public void TheRegistrysOwnNamespaceIsNobodysNameOrId()
    {
        Refused("ReservedNamespace", "_", () => NamespaceNames.CheckName("_"));
        Refused("ReservedNamespace", "_", () => NamespaceNames.CheckId("_"));
    }

    [Fact]
    public void ANewIdHasElevenUrlSafeCharactersAndNeverBeginsWithAHyphen()
    {
        var ids = Enumerable.Range(0, 10_000).Select(_ => NamespaceNames.NewId()).ToList();
        Assert.All(ids, id => Assert.Matches("^[A-Za-z0-9_][A-Za-z0-9_-]{10}\\z", id));
        Assert.All(ids, NamespaceNames.CheckId);
        Assert.Equal(10_000, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(63, ids.Select(id => id[0]).Distinct().Count());
        Assert.Equal(64, ids.SelectMany(id => id.Skip(1).Take(9)).Distinct().Count());
        Assert.All(ids, id => Assert.Equal(8, Convert.FromBase64String(id.Replace('-', '+').Replace('_', '/') + "=").Length));
    }

    private static void Refused(string errorId, string target, Action check)
    {
        var error = Assert.Throws<DdbException>(check);
        Assert.Equal((errorId, DdbErrorKind.InvalidArgument, target), (error.ErrorId, error.Kind, error.Target));
        Assert.EndsWith("Nothing was changed.", error.Message, StringComparison.Ordinal);
    }
}
