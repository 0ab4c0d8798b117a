using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Aws.Iam;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Identity;
using DynamoNamespace.Engine.Identity.Principals;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Identity.Principals;

public sealed class PolicyAttachmentTests
{
    private readonly FakeIam iam = new();
    private readonly FakeAudience audience = new();
    private readonly CallSubject subject = new("role", "app");
    private readonly string policy;

    public PolicyAttachmentTests() => policy = iam.Policy("limits-ns-full");

    [Fact]
    public async Task AttachesOnceAndDetachesOnce()
    {
        var role = iam.Role("app");
        iam.Tags(role)["zael_namespace_id"] = Policy.Id;

        var (first, second) = (await AddAsync(), await AddAsync());
        Assert.Equal((true, true, true, false), (first!.IsAttached, first.IsChanged, second!.IsAttached, second.IsChanged));
        Assert.Equal([policy], iam.Attached(role));
        var (third, fourth) = (await RemoveAsync(), await RemoveAsync());
        Assert.Equal((false, true, false, false), (third!.IsAttached, third.IsChanged, fourth!.IsAttached, fourth.IsChanged));

        Assert.Empty(iam.Attached(role));
        Assert.Equal([$"attach {policy} app", $"detach {policy} app"], iam.Changes);
        Assert.Equal(["Role 'app': Attach policy 'limits-ns-full'", "Role 'app': Detach policy 'limits-ns-full'"], audience.Questions);
        Assert.Empty(audience.Warnings);
    }

    [Fact]
    public async Task ChangesNothingOnANo()
    {
        var role = iam.Role("app");
        var no = new FakeAudience(answer: false);
        Assert.Null(await AddAsync(no));
        iam.Attached(role).Add(policy);
        Assert.Null(await RemoveAsync(no));
        Assert.Empty(iam.Changes);
        Assert.Equal(2, no.Questions.Count);
    }

    [Theory]
    [InlineData("limits-full", 1)]
    [InlineData("limits-acq", 1)]
    [InlineData("other-full", 0)]
    public async Task WarnsOfAPolicyForTheWholeTable(string attached, int warnings)
    {
        var role = iam.Role("app");
        iam.Tags(role)["Zael_Namespace_Id"] = Policy.Id;
        iam.Attached(role).Add(iam.Policy(attached));
        await AddAsync();
        Assert.Equal(warnings, audience.Warnings.Count(warning => warning.Contains($"'{attached}'", StringComparison.Ordinal)));
        Assert.Equal(warnings, audience.Warnings.Count);
    }

    [Fact]
    public async Task WarnsWhereTheTagIsMissingOrCannotBeRead()
    {
        iam.Role("app");
        await AddAsync();
        iam.Denied.Add("ListRoleTags");
        Assert.True((await AddAsync())!.IsAttached);
        Assert.Collection(audience.Warnings,
            warning => Assert.Contains("has no tag 'zael_namespace_id'", warning, StringComparison.Ordinal),
            warning => Assert.Contains("could not be read", warning, StringComparison.Ordinal));
    }

    [Fact]
    public async Task SaysThatTheQuotaOfPoliciesIsReached()
    {
        var role = iam.Role("app");
        for (var i = 0; i < FakeIam.PolicyQuota; i++)
            iam.Attached(role).Add(iam.Policy($"p{i}"));
        var error = await Assert.ThrowsAsync<DdbException>(() => AddAsync());
        Assert.Equal(("PolicyQuotaReached", DdbErrorKind.LimitExceeded), (error.ErrorId, error.Kind));
        Assert.Contains("PoliciesPerRole: 10", error.Message, StringComparison.Ordinal);
        Assert.Equal("Nothing was changed.", subject.Done!());
    }

    [Fact]
    public async Task RefusesARoleOrPolicyThatIsNotThere()
    {
        Assert.Equal("RoleNotFound", (await Assert.ThrowsAsync<DdbException>(() => AddAsync())).ErrorId);
        iam.Role("app");
        Assert.Equal("PolicyNotFound", (await Assert.ThrowsAsync<DdbException>(() => AddAsync(arn: policy + "x"))).ErrorId);
        Assert.False((await RemoveAsync(arn: policy + "x"))!.IsChanged);
        Assert.Contains("There is no policy", Assert.Single(audience.Warnings), StringComparison.Ordinal);
        Assert.Empty(iam.Changes);
    }

    [Theory]
    [InlineData("arn:aws-cn:iam::123456789012:policy/limits-ns-full", "partition 'aws-cn'")]
    [InlineData("arn:aws:iam::210987654321:policy/limits-ns-full", "account 210987654321")]
    public async Task RefusesAPolicyOfElsewhere(string arn, string part)
    {
        iam.Role("app");
        var error = await Assert.ThrowsAsync<DdbException>(() => AddAsync(arn: arn));
        Assert.Equal("InvalidPolicyArn", error.ErrorId);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("limits-ns-full")]
    [InlineData("arn:aws:iam::123456789012:role/app")]
    [InlineData("arn:aws:iam::123456789012:policy/")]
    public void RefusesWhatIsNoPolicyArn(string text) =>
        Assert.Equal("InvalidPolicyArn", Assert.Throws<DdbException>(() => PolicyArn.Parse(text)).ErrorId);

    [Fact]
    public async Task TakesNoNamesakeForARoleOfAnotherAccount()
    {
        iam.Role("app");
        var reference = PrincipalReference.Parse(DdbPrincipalType.Role, "arn:aws:iam::210987654321:role/app");
        var error = await Assert.ThrowsAsync<DdbException>(() => new PrincipalReader(iam).RequireAsync(reference, default));
        Assert.Equal("RoleNotFound", error.ErrorId);
        Assert.Contains("arn:aws:iam::123456789012:role/app", error.Message, StringComparison.Ordinal);
    }

    private Task<DdbNamespacePolicyAttachment?> AddAsync(FakeAudience? asked = null, string? arn = null) => Attachment(asked).AddAsync(App, Target(arn), default);

    private Task<DdbNamespacePolicyAttachment?> RemoveAsync(FakeAudience? asked = null, string? arn = null) => Attachment(asked).RemoveAsync(App, Target(arn), default);

    private PolicyAttachment Attachment(FakeAudience? asked) => new(iam, new PrincipalChange(subject), asked ?? audience);

    private PolicyTarget Target(string? arn) => new(PolicyArn.Parse(arn ?? policy));

    private static PrincipalReference App { get; } = new(new IamPrincipal(IamPrincipalType.Role, "app"), null);
}
