using DynamoNamespace.Engine.Aws.Iam;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Identity.Principals;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Identity.Principals;

public sealed class PrincipalReferenceTests
{
    [Theory]
    [InlineData("app", "app")]
    [InlineData("a_b+=,.@-9", "a_b+=,.@-9")]
    [InlineData("arn:aws:iam::123456789012:role/app", "app")]
    [InlineData("arn:aws-cn:iam::123456789012:role/team/sub/app", "app")]
    public void TakesNamesAndArns(string given, string name) =>
        Assert.Equal(new IamPrincipal(IamPrincipalType.Role, name), PrincipalReference.Parse(DdbPrincipalType.Role, given).Principal);

    [Theory]
    [InlineData("")]
    [InlineData("team/app")]
    [InlineData("app ")]
    [InlineData("äpp")]
    [InlineData("app\n")]
    [InlineData("arn:aws:iam::123456789012:user/app")]
    [InlineData("arn:aws:iam::123456789012:role/")]
    [InlineData("arn:aws:s3:::bucket")]
    public void RefusesWhatCanBeNoRole(string given)
    {
        var error = Assert.Throws<DdbException>(() => PrincipalReference.Parse(DdbPrincipalType.Role, given));
        Assert.Equal("InvalidRoleName", error.ErrorId);
        Assert.Contains($"'{given}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HasAtMost64Characters()
    {
        Assert.NotNull(PrincipalReference.Parse(DdbPrincipalType.User, new string('a', 64)));
        Assert.Equal("InvalidUserName", Assert.Throws<DdbException>(() => PrincipalReference.Parse(DdbPrincipalType.User, new string('a', 65))).ErrorId);
    }

    [Fact]
    public void NamesTheRoleOfASession()
    {
        var error = Assert.Throws<DdbException>(() => PrincipalReference.Parse(DdbPrincipalType.Role, "arn:aws:sts::123456789012:assumed-role/app/job-1"));
        Assert.Equal("InvalidRoleName", error.ErrorId);
        Assert.Contains("session of the role 'app'", error.Message, StringComparison.Ordinal);
    }
}
