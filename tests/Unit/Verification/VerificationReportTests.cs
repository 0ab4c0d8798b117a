using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Unit.Aws;
using DynamoNamespace.Tests.Unit.Mappings;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Verification;

[Collection(ConnectionCollection.Name)]
public sealed class VerificationReportTests : IDisposable
{
    private readonly FakeTable table = new("PK", "SK", ("GSI4", "GSI4PK", "GSI4SK", "ACTIVE"));
    private readonly RunCounters counters;
    private readonly VerificationCounters found;

    public VerificationReportTests()
    {
        counters = new RunCounters(MappingText.ShippedFor("ns").Families);
        found = new VerificationCounters(counters, null);
    }

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task AFinishedMigrationPassesEveryCheck()
    {
        counters.Count(RunCount.NamespaceItems, null, 1234);
        var checks = await ChecksAsync();
        Assert.Equal(
            ["NamespaceRegistered", "VersionRecord", "CopiesPresent", "CopiesEqual", "OldItemsRemoved", "NamespaceKeys", "IndexGSI4", "NamespacesKnown"],
            checks.Select(check => check.Name).ToList());
        Assert.All(checks, check =>
        {
            Assert.Equal(DdbCheckStatus.Pass, check.Status);
            Assert.Equal((FakeTable.Name, "default", FakeTable.NamespaceId), (check.TableName, check.Namespace, check.NamespaceId));
            Assert.Null(check.Remedy);
        });
        Assert.Equal("1,234 items, all right", Single(checks, "NamespaceKeys").Actual);
        Assert.Equal("no old items left to compare", Single(checks, "CopiesEqual").Actual);
    }

    [Fact]
    public async Task BeforeTheDeleteOldItemsAreAWarningOnly()
    {
        counters.Count(RunCount.Candidates, null, 5000);
        found.Newer = 20;
        var checks = await ChecksAsync();
        Assert.Equal(DdbCheckStatus.Warn, Single(checks, "OldItemsRemoved").Status);
        Assert.Equal("5,000 old items", Single(checks, "OldItemsRemoved").Actual);
        Assert.Equal("5,000 old items, each with a copy", Single(checks, "CopiesPresent").Actual);
        Assert.Equal("4,980 equal, 20 newer", Single(checks, "CopiesEqual").Actual);
        Assert.Equal(7, checks.Count(check => check.Status == DdbCheckStatus.Pass));
    }

    [Fact]
    public async Task MissingAndUnmappableCopiesFail()
    {
        counters.Count(RunCount.Candidates, null, 100);
        found.Missing = 2;
        counters.Count(RunCount.Unmappable, null, 1);
        found.Report(new(FakeTable.Name, "PK=a", "PK=ns/a", DdbDifferenceKind.MissingCopy, []));
        found.Report(new(FakeTable.Name, "PK=b", null, DdbDifferenceKind.Unmappable, ["no name"]));
        var check = Single(await ChecksAsync(), "CopiesPresent");
        Assert.Equal((DdbCheckStatus.Fail, "3 of 100 old items without a copy"), (check.Status, check.Actual));
        Assert.Equal("For example PK=a. For example PK=b (no name).", check.Detail);
        Assert.NotNull(check.Remedy);
        Assert.Equal("97 equal, 0 newer", Single(await ChecksAsync(), "CopiesEqual").Actual);
    }

    [Fact]
    public async Task CopiesThatAreNeitherEqualNorNewerFail()
    {
        counters.Count(RunCount.Candidates, null, 100);
        found.Different = 3;
        found.Report(new(FakeTable.Name, "PK=a", "PK=ns/a", DdbDifferenceKind.DifferentCopy, ["rf"]));
        var checks = await ChecksAsync();
        var check = Single(checks, "CopiesEqual");
        Assert.Equal((DdbCheckStatus.Fail, "3 copies that are neither", "For example PK=a (rf)."), (check.Status, check.Actual, check.Detail));
        Assert.Equal(DdbCheckStatus.Pass, Single(checks, "CopiesPresent").Status);
    }

    [Fact]
    public async Task WrongIndexKeysFailAndUnknownNamespacesWarn()
    {
        counters.Count(RunCount.NamespaceItems, null, 10);
        counters.Count(RunCount.WrongKeys, null, 1);
        found.CountUnknownId("zz9", new PageProgress(null, static () => { }));
        found.CountUnknownId("zz9", new PageProgress(null, static () => { }));
        found.CountUnknownId("b", new PageProgress(null, static () => { }));
        var checks = await ChecksAsync();
        Assert.Equal((DdbCheckStatus.Fail, "1 of 10 items with others"), (Single(checks, "NamespaceKeys").Status, Single(checks, "NamespaceKeys").Actual));
        var known = Single(checks, "NamespacesKnown");
        Assert.Equal((DdbCheckStatus.Warn, "3 items under others", "IDs: zz9 (2), b (1)."), (known.Status, known.Actual, known.Detail));
    }

    [Fact]
    public async Task AnExpectedItemThatIsMissingFails()
    {
        var check = Single(await ChecksAsync(session => session.Mapping.ExpectedItems), "VersionRecord");
        Assert.Equal((DdbCheckStatus.Fail, "an item at PK=_/SYSTEM#, SK=#VERSION", "none"), (check.Status, check.Expected, check.Actual));
    }

    [Theory]
    [InlineData("GSI4", "GSI4PK", "GSI4SK", "CREATING", DdbCheckStatus.Warn, "CREATING")]
    [InlineData("GSI5", "GSI4PK", "GSI4SK", "ACTIVE", DdbCheckStatus.Warn, "the table has no such index")]
    [InlineData("GSI4", "GSI4SK", "GSI4PK", "ACTIVE", DdbCheckStatus.Fail, "GSI4 has the key GSI4SK (S), GSI4PK (S)")]
    [InlineData("GSI4", "GSI4PK", "other", "ACTIVE", DdbCheckStatus.Fail, "GSI4 has the key GSI4PK (S), other (S)")]
    public async Task AnIndexThatIsNotAsExpectedIsTold(string name, string partitionKey, string sortKey, string status, DdbCheckStatus expected, string actual)
    {
        using var other = new FakeTable("PK", "SK", (name, partitionKey, sortKey, status));
        var check = Single(await other.OpenAsync(session => new VerificationReport(session, found, []).Checks()), "IndexGSI4");
        Assert.Equal((expected, actual), (check.Status, check.Actual));
        Assert.NotNull(check.Remedy);
    }

    [Theory]
    [InlineData("the first record", "TheFirstRecord")]
    [InlineData("two  spaces", "TwoSpaces")]
    [InlineData(" outer ", "Outer")]
    public async Task AnExpectedItemsNameBecomesTheChecks(string name, string check)
    {
        using var file = new TemporaryMapping($$"""
            {
              "format": "dynamonamespace/mapping/1", "name": "m",
              "key": { "partitionKey": { "name": "PK" }, "sortKey": { "name": "SK" } },
              "rules": [ { "name": "r", "match": { "PK": { "pattern": "^x" } }, "set": { "PK": "y/${PK}" } } ],
              "expect": { "items": [ { "name": "{{name}}", "key": { "PK": "a", "SK": "b" } } ] }
            }
            """);
        var checks = await table.OpenAsync(table.Options with { Mapping = file.Path }, session => new VerificationReport(session, found, []).Checks());
        Assert.Equal([check, "CopiesPresent", "CopiesEqual", "OldItemsRemoved"], checks.Select(each => each.Name).ToList());
    }

    [Theory]
    [InlineData("NamespaceNotRegistered", "not registered")]
    [InlineData("NamespaceNotActive", "registered, not active")]
    public void WithoutANamespaceOneCheckFailsAndTheOthersAreNotRun(string errorId, string actual)
    {
        var checks = VerificationReport.WithoutNamespace(
            new MigrationOptions { TableName = "t", Namespace = "n" }, new DdbException(errorId, DdbErrorKind.NotFound, "n", "What to do."));
        Assert.Equal(("NamespaceRegistered", DdbCheckStatus.Fail, actual, "What to do."), (checks[0].Name, checks[0].Status, checks[0].Actual, checks[0].Remedy));
        Assert.Equal(["CopiesPresent", "CopiesEqual", "OldItemsRemoved", "NamespaceKeys", "NamespacesKnown"], checks.Skip(1).Select(check => check.Name).ToList());
        Assert.All(checks.Skip(1), check => Assert.Equal(DdbCheckStatus.NotRun, check.Status));
        Assert.All(checks, check => Assert.Equal(("t", "n", null), (check.TableName, check.Namespace, check.NamespaceId)));
    }

    private static DdbMigrationCheck Single(IReadOnlyList<DdbMigrationCheck> checks, string name) => Assert.Single(checks, check => check.Name == name);

    private Task<IReadOnlyList<DdbMigrationCheck>> ChecksAsync(Func<MigrationSession, IReadOnlyList<ExpectedItem>>? missing = null) =>
        table.OpenAsync(session => new VerificationReport(session, found, missing?.Invoke(session) ?? []).Checks());
}
