using System.Globalization;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Aws.CloudFormation;
using DynamoNamespace.Engine.Aws.Iam;
using DynamoNamespace.Engine.Stacks;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Unit.Aws;
using DynamoNamespace.Tests.Unit.Prerequisites;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Verification;

/// <summary>What the verification says of the aggregator, of roles and users, and of an index's count.</summary>
[Collection(ConnectionCollection.Name)]
public sealed class DeploymentCheckTests : IDisposable
{
    private static readonly CallSubject Subject = CallSubject.Table("my-app");
    private static readonly IamPrincipal Role = new(IamPrincipalType.Role, "app");
    private static readonly IamPrincipal User = new(IamPrincipalType.User, "ann");

    private readonly ReadyTable table = new();
    private readonly AwsServices services;

    public DeploymentCheckTests()
    {
        services = new AwsServices(table.Account.Connection);
        table.Account.On("GetRole", "<R><GetRoleResult><Role><Arn>arn:aws:iam::123456789012:role/app</Arn></Role></GetRoleResult></R>")
            .On("GetUser", "<R><GetUserResult><User><Arn>arn:aws:iam::123456789012:user/ann</Arn></User></GetUserResult></R>")
            .On("ListGroupsForUser", "<R><ListGroupsForUserResult><Groups><member><GroupName>team</GroupName></member></Groups></ListGroupsForUserResult></R>")
            .On("ListAttachedUserPolicies", Attached("ListAttachedUserPolicies"));
    }

    public void Dispose()
    {
        services.Dispose();
        table.Dispose();
    }

    [Fact]
    public async Task AnAggregatorWithoutErrorsPasses()
    {
        table.Account.On("FilterLogEvents", """{"events":[]}""");
        Assert.Equal(DdbCheckStatus.Pass, (await HealthAsync()).Status);
        var request = Assert.Single(table.Account.RequestsOf("FilterLogEvents"));
        Assert.Contains("/aws/lambda/my-app-aggregator", request, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{ReadyTable.Now}000"), request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ErrorsInItsOwnLogGroupFailAndShowTheBeginningOfTheFirst()
    {
        table.Account.On("GetFunctionConfiguration", ReadyTable.Function("2025-06-01T08:00:00.000+0000", logGroup: "/own/group"))
            .On("FilterLogEvents", $$"""{"events":[{"timestamp":{{ReadyTable.Now}}000,"message":"[ERROR] ValueError: {{new string('x', 400)}}SECRET\n"},{"timestamp":1,"message":"ValueError"}]}""");
        var finding = await HealthAsync();
        Assert.Equal((DdbCheckStatus.Fail, "2 lines with ValueError"), (finding.Status, finding.Actual));
        Assert.Contains("2025-06-15 10:30:00Z in /own/group: [ERROR] ValueError: xxx", finding.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFunctionThatMayNotBeSeenStillHasItsLog()
    {
        table.Account.Refuse("GetFunctionConfiguration", "AccessDeniedException", 403).On("FilterLogEvents", """{"events":[{"timestamp":1,"message":"ValueError"}]}""");
        Assert.Equal(DdbCheckStatus.Fail, (await HealthAsync()).Status);
    }

    [Theory]
    [InlineData("ResourceNotFoundException", "no log group")]
    [InlineData("AccessDeniedException", "not known")]
    public async Task ALogThatCannotBeReadIsWarnedOf(string code, string actual)
    {
        table.Account.Refuse("FilterLogEvents", code);
        var finding = await HealthAsync();
        Assert.Equal(DdbCheckStatus.Warn, finding.Status);
        Assert.Contains(actual, finding.Actual, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFunctionThatIsGoneIsWarnedOfAndOneThatFailedFails()
    {
        table.Account.Refuse("GetFunctionConfiguration", "ResourceNotFoundException", 404);
        Assert.Equal(DdbCheckStatus.Warn, (await HealthAsync()).Status);
        table.Account.On("GetFunctionConfiguration", ReadyTable.Function("2025-06-01T08:00:00.000+0000", state: "Failed"));
        Assert.Equal(DdbCheckStatus.Fail, (await HealthAsync()).Status);
    }

    [Theory]
    [InlineData("my-app-ns-acq", DdbCheckStatus.Pass)]
    [InlineData("my-app-ns-read", DdbCheckStatus.Pass)]
    [InlineData("other-ns-read", DdbCheckStatus.Fail)]
    [InlineData("my-app-full", DdbCheckStatus.Warn)]
    public async Task ARoleWithoutAStackIsKnownByItsPoliciesNames(string policy, DdbCheckStatus expected)
    {
        table.Account.On("ListAttachedRolePolicies", Attached("ListAttachedRolePolicies", policy));
        Assert.Equal(("RolePolicy", expected), await PolicyAsync(Role, null));
    }

    [Theory]
    [InlineData("renamed", DdbCheckStatus.Pass)]
    [InlineData("my-app-ns-read", DdbCheckStatus.Fail)]
    public async Task WithAStackItsOwnPoliciesCount(string policy, DdbCheckStatus expected)
    {
        table.Account.On("ListAttachedRolePolicies", Attached("ListAttachedRolePolicies", policy));
        Assert.Equal(("RolePolicy", expected), await PolicyAsync(Role, Stack(("NamespaceReadOnlyPolicyArn", "arn:aws:iam::123456789012:policy/renamed"))));
    }

    [Theory]
    [InlineData("my-app-ns-full", DdbCheckStatus.Pass)]
    [InlineData("something", DdbCheckStatus.Fail)]
    public async Task AUsersGroupsCount(string policy, DdbCheckStatus expected)
    {
        table.Account.On("ListAttachedGroupPolicies", Attached("ListAttachedGroupPolicies", policy));
        Assert.Equal(("UserPolicy", expected), await PolicyAsync(User, null));
    }

    [Theory]
    [InlineData("zael_namespace_id", "a7x3kq", DdbCheckStatus.Pass)]
    [InlineData("Zael_Namespace_Id", "a7x3kq", DdbCheckStatus.Pass)]
    [InlineData("zael_namespace_id", "A7x3kq", DdbCheckStatus.Fail)]
    [InlineData("other", "a7x3kq", DdbCheckStatus.Fail)]
    public async Task ARolesTagMustBeTheNamespacesId(string key, string value, DdbCheckStatus expected)
    {
        table.Account.On("ListRoleTags", $"<R><ListRoleTagsResult><Tags><member><Key>{key}</Key><Value>{value}</Value></member></Tags></ListRoleTagsResult></R>");
        var finding = await new PrincipalTagCheck(Subject, services, Role, "a7x3kq").RunAsync(CancellationToken.None);
        Assert.Equal(("RoleTag", expected), (finding.Name, finding.Status));
    }

    [Fact]
    public async Task APrincipalThatIsNotThereFailsAndOneThatMayNotBeSeenIsUnknown()
    {
        table.Account.Refuse("GetRole", "NoSuchEntity", 404, isXml: true);
        Assert.Equal(DdbCheckStatus.Fail, (await PolicyAsync(Role, null)).Status);
        Assert.Equal(DdbCheckStatus.Fail, (await new PrincipalTagCheck(Subject, services, Role, "a7x3kq").RunAsync(CancellationToken.None)).Status);
        table.Account.Refuse("GetRole", "AccessDenied", 403, isXml: true);
        Assert.Equal(DdbCheckStatus.Warn, (await PolicyAsync(Role, null)).Status);
        Assert.Contains("iam:ListRoleTags", (await new PrincipalTagCheck(Subject, services, Role, "a7x3kq").RunAsync(CancellationToken.None)).Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, DdbCheckStatus.Pass)]
    [InlineData(8, DdbCheckStatus.Warn)]
    public async Task AnIndexsCountIsThatOfTheNewItemsOrIsExplained(long newItems, DdbCheckStatus expected)
    {
        var finding = await new IndexItemCountCheck(Subject, services.DynamoDb, "my-app", "GSI4", false, newItems).RunAsync(CancellationToken.None);
        Assert.Equal(("IndexItemCount", expected, "7"), (finding.Name, finding.Status, finding.Actual));
        Assert.Equal(expected == DdbCheckStatus.Warn, finding.Detail?.Contains("six hours", StringComparison.Ordinal) == true);
    }

    private Task<CheckFinding> HealthAsync() => new AggregatorHealthCheck(
        Subject, services, "my-app", () => Stack(("AggregatorFunctionName", "my-app-aggregator")), DateTimeOffset.FromUnixTimeSeconds(ReadyTable.Now)).RunAsync(CancellationToken.None);

    private async Task<(string Name, DdbCheckStatus Status)> PolicyAsync(IamPrincipal principal, FoundStack? stack)
    {
        var finding = await new PrincipalPolicyCheck(Subject, services, principal, stack is null ? null : () => stack, "my-app").RunAsync(CancellationToken.None);
        return (finding.Name, finding.Status);
    }

    private static FoundStack Stack((string Key, string Value) output)
    {
        var description = new StackDescription(FakeStack.Id, "my-app", "CREATE_COMPLETE") { Outputs = new Dictionary<string, string>(StringComparer.Ordinal) { [output.Key] = output.Value } };
        return new FoundStack(description, [], new StackResource("RateLimitsTable", "my-app", StackResource.TableType, "CREATE_COMPLETE"), null);
    }

    private static string Attached(string action, params string[] names) =>
        $"<R><{action}Result><AttachedPolicies>{string.Concat(names.Select(name => $"<member><PolicyName>{name}</PolicyName><PolicyArn>arn:aws:iam::123456789012:policy/{name}</PolicyArn></member>"))}</AttachedPolicies></{action}Result></R>";
}
