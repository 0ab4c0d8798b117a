using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Tables;
using DynamoNamespace.Tests.Unit.Mappings;
using DynamoNamespace.Tests.Unit.Migration;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Checkpoints;

/// <summary>Which runs are of one plan and one table, and how a difference is told.</summary>
public sealed class PlanIdentityTests
{
    [Fact]
    public void TheSamePlanHasTheSameFingerprintsAndNoDifferences()
    {
        var again = TestPlans.Of(TestTables.Limits, TestPlans.Endpoint + "/");
        Assert.Equal(TestPlans.Shipped.Fingerprint, again.Fingerprint);
        Assert.Equal(TestPlans.Shipped.TableFingerprint, again.TableFingerprint);
        Assert.Empty(again.DifferencesFrom(TestPlans.Shipped));
        Assert.Matches("^[0-9a-f]{12}$", again.Fingerprint);
    }

    [Fact]
    public void AnotherNamespaceIsAnotherPlanOnTheSameTable()
    {
        var other = TestPlans.Of(TestTables.Limits, namespaceId: "zzzzzz");
        Assert.NotEqual(TestPlans.Shipped.Fingerprint, other.Fingerprint, StringComparer.Ordinal);
        Assert.Equal(TestPlans.Shipped.TableFingerprint, other.TableFingerprint);
        Assert.Equal("the variable 'namespaceId' is 'a7x3kq' there and 'zzzzzz' here", Assert.Single(other.DifferencesFrom(TestPlans.Shipped)));
    }

    [Fact]
    public void AnotherMappingIsNamedByItsNameAndFingerprint()
    {
        var other = TestPlans.Shipped with { Mapping = "mine.json", MappingFingerprint = "ffffffffffff0000" };
        Assert.NotEqual(TestPlans.Shipped.Fingerprint, other.Fingerprint, StringComparer.Ordinal);
        var difference = Assert.Single(other.DifferencesFrom(TestPlans.Shipped));
        Assert.StartsWith("the mapping is 'zae-limiter-0.10' (fingerprint ", difference, StringComparison.Ordinal);
        Assert.EndsWith("there and 'mine.json' (fingerprint ffffffffffff) here", difference, StringComparison.Ordinal);
    }

    [Fact]
    public void TheSameMappingUnderAnotherPathIsTheSamePlan()
    {
        var moved = TestPlans.Shipped with { Mapping = "/elsewhere/zae-limiter-0.10.json" };
        Assert.Equal(TestPlans.Shipped.Fingerprint, moved.Fingerprint);
        Assert.Empty(moved.DifferencesFrom(TestPlans.Shipped));
    }

    [Fact]
    public void ATableThatWasMadeAgainIsAnotherTableOfTheSamePlan()
    {
        var again = TestPlans.Of(TestTables.Limits with { Id = "id-2", CreatedAt = DateTimeOffset.UnixEpoch.AddDays(1) });
        Assert.Equal(TestPlans.Shipped.Fingerprint, again.Fingerprint);
        Assert.NotEqual(TestPlans.Shipped.TableFingerprint, again.TableFingerprint, StringComparer.Ordinal);
        Assert.Equal("the table was made at 1970-01-01T00:00:00Z (ID id) there and at 1970-01-02T00:00:00Z (ID id-2) here, so it was dropped and made again", Assert.Single(again.DifferencesFrom(TestPlans.Shipped)));
    }

    [Fact]
    public void WithoutTableIdsTheTimeTellsTablesApart()
    {
        var first = TestPlans.Of(TestTables.Limits with { Id = "" });
        var second = TestPlans.Of(TestTables.Limits with { Id = "", CreatedAt = DateTimeOffset.UnixEpoch.AddSeconds(1) });
        Assert.NotEqual(first.TableFingerprint, second.TableFingerprint, StringComparer.Ordinal);
        Assert.Single(second.DifferencesFrom(first));
    }

    [Fact]
    public void AnotherEndpointIsAnotherTable()
    {
        var other = TestPlans.Of(TestTables.Limits, "http://localhost:8000");
        Assert.Equal(TestPlans.Shipped.Fingerprint, other.Fingerprint);
        Assert.NotEqual(TestPlans.Shipped.TableFingerprint, other.TableFingerprint, StringComparer.Ordinal);
        Assert.Equal($"the endpoint is '{TestPlans.Endpoint}' there and 'http://localhost:8000' here", Assert.Single(other.DifferencesFrom(TestPlans.Shipped)));
    }

    [Fact]
    public void ATableOfAnotherAccountIsNotCalledMadeAgain()
    {
        var mine = TestPlans.Of(TestTables.Limits with { Arn = "arn:aws:dynamodb:eu-west-1:111111111111:table/limits" });
        var theirs = TestPlans.Of(TestTables.Limits with { Arn = "arn:aws:dynamodb:eu-west-1:222222222222:table/limits", Id = "id-2" });
        Assert.NotEqual(mine.TableFingerprint, theirs.TableFingerprint, StringComparer.Ordinal);
        Assert.Equal("the table's ARN is 'arn:aws:dynamodb:eu-west-1:111111111111:table/limits' there and 'arn:aws:dynamodb:eu-west-1:222222222222:table/limits' here", Assert.Single(theirs.DifferencesFrom(mine)));
    }

    [Fact]
    public void PartsThatReadTheSameTogetherAreDifferentPlans()
    {
        PlanIdentity With(params (string, string)[] variables) => TestPlans.Shipped with { Variables = variables.ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal) };
        Assert.NotEqual(With(("a", "bc")).Fingerprint, With(("ab", "c")).Fingerprint, StringComparer.Ordinal);
        Assert.NotEqual(With(("a", "1"), ("b", "2")).Fingerprint, With(("a", "2"), ("b", "1")).Fingerprint, StringComparer.Ordinal);
        Assert.Equal(With(("a", "1"), ("b", "2")).Fingerprint, With(("b", "2"), ("a", "1")).Fingerprint);
        Assert.Equal("the variable 'a' is '1' there and '(none)' here", Assert.Single(With().DifferencesFrom(With(("a", "1")))));
    }

    [Fact]
    public void AnotherTargetIsAnotherPlanAndTheSameOneMadeAgainIsTold()
    {
        var plan = ToTarget(TestTables.Limits with { Name = "shared", Id = "id-target" });
        Assert.Null(TestPlans.Shipped.Target);
        Assert.NotEqual(TestPlans.Shipped.Fingerprint, plan.Fingerprint, StringComparer.Ordinal);
        Assert.Contains("the target table is 'limits' there and 'shared' here", plan.DifferencesFrom(TestPlans.Shipped), StringComparer.Ordinal);

        var again = ToTarget(TestTables.Limits with { Name = "shared", Id = "id-2", CreatedAt = DateTimeOffset.UnixEpoch.AddDays(1) });
        Assert.Equal(plan.Fingerprint, again.Fingerprint);
        Assert.NotEqual(plan.TableFingerprint, again.TableFingerprint, StringComparer.Ordinal);
        Assert.True(again.IsMadeAgain(plan));
        Assert.Contains("at 1970-01-02T00:00:00Z (ID id-2) here, so it was dropped and made again", Assert.Single(again.DifferencesFrom(plan)), StringComparison.Ordinal);

        var elsewhere = ToTarget(TestTables.Limits with { Name = "shared", Id = "id-target" }, "https://dynamodb.us-east-1.amazonaws.com");
        Assert.False(elsewhere.IsMadeAgain(plan));
        Assert.Contains("the target table's endpoint is", Assert.Single(elsewhere.DifferencesFrom(plan)), StringComparison.Ordinal);
    }

    [Fact]
    public void OneTableBehindTwoEndpointsIsOneTableWhereTablesHaveIds()
    {
        var place = TestPlans.Place(TestTables.Limits with { Id = "id-1" });
        Assert.True(place.IsSame(place with { Endpoint = "http://another" }));
        Assert.False(place.IsSame(place with { Id = "id-2" }));
        var nameless = place with { Id = "" };
        Assert.True(nameless.IsSame(nameless));
        Assert.False(nameless.IsSame(nameless with { Endpoint = "http://another" }));
    }

    private static PlanIdentity ToTarget(TableDescriptor target, string endpoint = TestPlans.Endpoint) => PlanIdentity.Of(
        TestPlans.Place(TestTables.Limits), TestPlans.Place(target, endpoint), TestPlans.Shipped.Mapping, MappingText.ShippedFor("a7x3kq"), ns: null);
}
