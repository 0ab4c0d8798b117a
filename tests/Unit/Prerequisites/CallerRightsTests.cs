using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Unit.Aws;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Prerequisites;

/// <summary>What the check of the caller's rights makes of who is calling and of what IAM's simulator answers.</summary>
[Collection(ConnectionCollection.Name)]
public sealed class CallerRightsTests : IDisposable
{
    private const string Name = "CallerRights";

    private readonly ReadyTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task ASessionsRoleIsTriedUnderItsRealArn()
    {
        Assert.Contains(ReadyTable.Role, (await table.OnlyAsync(Name, DdbCheckStatus.Pass)).Actual, StringComparison.Ordinal);
        Assert.All(table.Account.RequestsOf("SimulatePrincipalPolicy"), request => Assert.Contains(Uri.EscapeDataString(ReadyTable.Role), request, StringComparison.Ordinal));
        var asked = table.Account.RequestsOf("SimulatePrincipalPolicy").SelectMany(ReadyTable.Asked).ToList();
        Assert.Superset(new HashSet<string>(StringComparer.Ordinal) { "dynamodb:Scan", "dynamodb:PutItem", "dynamodb:PartiQLInsert", "dynamodb:GetRecords" }, asked.ToHashSet(StringComparer.Ordinal));
        Assert.DoesNotContain(asked, action => action.StartsWith("cloudformation:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ARoleThatMayNotBeLookedAtIsTriedUnderItsName()
    {
        table.Account.Refuse("GetRole", "AccessDenied", 403, isXml: true);
        Assert.Contains("arn:aws:iam::123456789012:role/migrator ", (await table.OnlyAsync(Name, DdbCheckStatus.Pass)).Actual, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AUserIsTriedAsItIs()
    {
        table.Account.On("GetCallerIdentity", ReadyTable.Caller("arn:aws:iam::123456789012:user/ops/ann"));
        Assert.StartsWith("arn:aws:iam::123456789012:user/ops/ann ", (await table.OnlyAsync(Name, DdbCheckStatus.Pass)).Actual, StringComparison.Ordinal);
        Assert.Empty(table.Account.RequestsOf("GetRole"));
    }

    [Theory]
    [InlineData("arn:aws:iam::123456789012:root")]
    [InlineData("arn:aws:sts::123456789012:federated-user/ann")]
    [InlineData("nobody")]
    public async Task AnyoneElseIsUnknown(string arn)
    {
        table.Account.On("GetCallerIdentity", ReadyTable.Caller(arn));
        Assert.Contains(arn, (await table.OnlyAsync(Name, DdbCheckStatus.Warn)).Actual, StringComparison.Ordinal);
        Assert.Empty(table.Account.RequestsOf("SimulatePrincipalPolicy"));
    }

    [Theory]
    [InlineData("dynamodb:DeleteItem", "implicitDeny", DdbCheckStatus.Fail)]
    [InlineData("dynamodb:Scan", "explicitDeny", DdbCheckStatus.Fail)]
    [InlineData("dynamodb:GetRecords", "implicitDeny", DdbCheckStatus.Fail)]
    [InlineData("dynamodb:PartiQLInsert", "implicitDeny", DdbCheckStatus.Warn)]
    [InlineData("dynamodb:CreateBackup", "implicitDeny", DdbCheckStatus.Warn)]
    public async Task ADeniedActionIsNamed(string denied, string decision, DdbCheckStatus expected)
    {
        table.Account.On("SimulatePrincipalPolicy", text => (200, ReadyTable.Simulation(text, action => action == denied ? decision : "allowed")));
        Assert.Contains(denied, (await table.OnlyAsync(Name, expected)).Actual, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("allowed")]
    [InlineData("implicitDeny")]
    public async Task AnAnswerThatDependsOnTheRequestIsUnknown(string decision)
    {
        table.Account.On("SimulatePrincipalPolicy", text => (200, ReadyTable.Simulation(
            text, action => action == "dynamodb:PutItem" ? decision : "allowed", action => action == "dynamodb:PutItem" ? "dynamodb:LeadingKeys" : null)));
        var check = await table.OnlyAsync(Name, DdbCheckStatus.Warn);
        Assert.Equal("not known for dynamodb:PutItem", check.Actual);
        Assert.Contains("dynamodb:LeadingKeys", check.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnActionThatIsNotAnsweredIsUnknown()
    {
        table.Account.On("SimulatePrincipalPolicy", text => (200, ReadyTable.Simulation(string.Join('&', text.Split('&').Where(part => !part.Contains("Scan", StringComparison.Ordinal))), _ => "allowed")));
        Assert.Equal("not known for dynamodb:Scan", (await table.OnlyAsync(Name, DdbCheckStatus.Warn)).Actual);
    }

    [Theory]
    [InlineData("GetCallerIdentity")]
    [InlineData("SimulatePrincipalPolicy")]
    public async Task WithoutAnAnswerItIsUnknown(string operation)
    {
        table.Account.Refuse(operation, "AccessDenied", 403, isXml: true);
        Assert.Contains("iam:SimulatePrincipalPolicy", (await table.OnlyAsync(Name, DdbCheckStatus.Warn)).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATableOfAnotherAccountIsNotPassed()
    {
        table.Table["TableArn"] = "arn:aws:dynamodb:us-east-1:210987654321:table/my-app";
        Assert.Contains("210987654321", (await table.OnlyAsync(Name, DdbCheckStatus.Warn)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithAStackItsUpgradeIsTriedToo()
    {
        table.Account.On("DescribeStacks", FakeStack.Description("")).On("ListStackResources", FakeStack.Resources)
            .On("SimulatePrincipalPolicy", text => (200, ReadyTable.Simulation(text, action => action == "cloudformation:ExecuteChangeSet" ? "implicitDeny" : "allowed")));
        Assert.Contains("cloudformation:ExecuteChangeSet", (await table.OnlyAsync(Name, DdbCheckStatus.Fail, o => o with { StackName = "my-app" })).Actual, StringComparison.Ordinal);
        Assert.Contains(table.Account.RequestsOf("SimulatePrincipalPolicy"), request => request.Contains(Uri.EscapeDataString(FakeStack.Id), StringComparison.Ordinal));
    }

    [Fact]
    public async Task WithoutAStreamTurningOneOnIsTriedToo()
    {
        table.Table.Remove("LatestStreamArn");
        await table.ChecksAsync();
        Assert.Contains(table.Account.RequestsOf("SimulatePrincipalPolicy").SelectMany(ReadyTable.Asked), action => action == "dynamodb:UpdateTable");
    }
}
