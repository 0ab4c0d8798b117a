using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Aws.Iam;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Aws.Services;

public sealed class IamClientTests
{
    private static readonly IamPrincipal Role = new(IamPrincipalType.Role, "app-role");
    private static readonly IamPrincipal User = new(IamPrincipalType.User, "app.user@example");

    public static TheoryData<string, string> Writes => new()
    {
        { "attach", "Action=AttachRolePolicy RoleName=app-role PolicyArn=arn:aws:iam::123456789012:policy/p" },
        { "detach", "Action=DetachRolePolicy RoleName=app-role PolicyArn=arn:aws:iam::123456789012:policy/p" },
        { "tag", "Action=TagRole RoleName=app-role Tags.member.1.Key=zael_namespace_id Tags.member.1.Value=a7 x3/kq=" },
        { "untag", "Action=UntagRole RoleName=app-role TagKeys.member.1=zael_namespace_id" },
    };

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task AWriteNamesItsPrincipalAndWhatItIsAbout(string what, string expected)
    {
        using var fake = new FakeService().Answer("<Response/>");
        using var aws = fake.Connect();
        foreach (var principal in new[] { Role, User })
        {
            await (what switch
            {
                "attach" => aws.Iam.AttachPolicyAsync(principal, "arn:aws:iam::123456789012:policy/p", CancellationToken.None),
                "detach" => aws.Iam.DetachPolicyAsync(principal, "arn:aws:iam::123456789012:policy/p", CancellationToken.None),
                "tag" => aws.Iam.TagAsync(principal, "zael_namespace_id", "a7 x3/kq=", CancellationToken.None),
                _ => aws.Iam.UntagAsync(principal, "zael_namespace_id", CancellationToken.None),
            });
            var sent = string.Join(' ', fake.Last.Form.Where(pair => pair.Key != "Version").Select(pair => $"{pair.Key}={pair.Value}"));
            Assert.Equal(principal == Role ? expected : expected.Replace("Role", "User", StringComparison.Ordinal).Replace("app-role", User.Name, StringComparison.Ordinal), sent);
            Assert.Equal("2010-05-08", fake.Last.Form["Version"]);
        }
    }

    [Theory]
    [InlineData("eu-west-1", "us-east-1/iam")]
    [InlineData("cn-northwest-1", "cn-north-1/iam")]
    [InlineData("us-gov-east-1", "us-gov-west-1/iam")]
    public async Task RequestsAreSignedForThePartitionsRegion(string region, string scope)
    {
        using var fake = new FakeService().Answer("<Response/>");
        using var aws = fake.Connect(region);
        await aws.Iam.UntagAsync(Role, "k", CancellationToken.None);
        Assert.Equal(scope, fake.Last.Scope);
    }

    [Fact]
    public async Task APrincipalIsReadWithItsBoundary()
    {
        using var fake = new FakeService().AnswerQuery("GetRole", """
            <Role><RoleName>app-role</RoleName><Arn>arn:aws:iam::123456789012:role/team/app-role</Arn>
            <PermissionsBoundary><PermissionsBoundaryType>PermissionsBoundaryPolicy</PermissionsBoundaryType><PermissionsBoundaryArn>arn:aws:iam::123456789012:policy/b</PermissionsBoundaryArn></PermissionsBoundary></Role>
            """);
        using var aws = fake.Connect();
        Assert.Equal(new IamPrincipalDetail(Role, "arn:aws:iam::123456789012:role/team/app-role", "arn:aws:iam::123456789012:policy/b"), await aws.Iam.FindAsync(Role, CancellationToken.None));
        Assert.Equal("app-role", fake.Last.Form["RoleName"]);
    }

    [Fact]
    public async Task WhatDoesNotExistIsNone()
    {
        using var fake = new FakeService().RefuseQuery("NoSuchEntity", "The role with name x cannot be found.", 404);
        using var aws = fake.Connect();
        Assert.Null(await aws.Iam.FindAsync(Role, CancellationToken.None));
        Assert.Null(await aws.Iam.FindPolicyAsync("arn:aws:iam::123456789012:policy/none", CancellationToken.None));
    }

    [Fact]
    public async Task ListsAreReadPageByPage()
    {
        using var fake = new FakeService()
            .AnswerQuery("ListAttachedUserPolicies", "<AttachedPolicies><member><PolicyName>a</PolicyName><PolicyArn>arn:a</PolicyArn></member></AttachedPolicies><IsTruncated>true</IsTruncated><Marker>m1</Marker>")
            .AnswerQuery("ListAttachedUserPolicies", "<AttachedPolicies><member><PolicyName>b</PolicyName><PolicyArn>arn:b</PolicyArn></member></AttachedPolicies><IsTruncated>false</IsTruncated>");
        using var aws = fake.Connect();
        Assert.Equal([new AttachedPolicy("a", "arn:a"), new AttachedPolicy("b", "arn:b")], await aws.Iam.ListAttachedPoliciesAsync(User, CancellationToken.None));
        Assert.Equal(("m1", User.Name), (fake.Last.Form["Marker"], fake.Last.Form["UserName"]));
    }

    [Fact]
    public async Task InlinePoliciesAreListedAndReadDecoded()
    {
        using var fake = new FakeService()
            .AnswerQuery("ListRolePolicies", "<PolicyNames><member>in line</member></PolicyNames><IsTruncated>false</IsTruncated>")
            .AnswerQuery("GetRolePolicy", "<PolicyDocument>%7B%22Version%22%3A%20%222012-10-17%22%2C%22x%22%3A%22a%2Bb%22%7D</PolicyDocument>");
        using var aws = fake.Connect();
        Assert.Equal(["in line"], await aws.Iam.ListInlinePolicyNamesAsync(Role, CancellationToken.None));
        Assert.Equal("""{"Version": "2012-10-17","x":"a+b"}""", await aws.Iam.GetInlinePolicyAsync(Role, "in line", CancellationToken.None));
        Assert.Equal("in line", fake.Last.Form["PolicyName"]);
    }

    [Fact]
    public async Task ManagedPoliciesAreReadByVersion()
    {
        using var fake = new FakeService()
            .AnswerQuery("GetPolicy", "<Policy><PolicyName>p</PolicyName><Arn>arn:p</Arn><DefaultVersionId>v3</DefaultVersionId></Policy>")
            .AnswerQuery("GetPolicyVersion", "<PolicyVersion><Document>%7B%7D</Document><VersionId>v3</VersionId></PolicyVersion>");
        using var aws = fake.Connect();
        Assert.Equal(new ManagedPolicy("p", "arn:p", "v3"), await aws.Iam.FindPolicyAsync("arn:p", CancellationToken.None));
        Assert.Equal("{}", await aws.Iam.GetPolicyDocumentAsync("arn:p", "v3", CancellationToken.None));
        Assert.Equal(("arn:p", "v3"), (fake.Last.Form["PolicyArn"], fake.Last.Form["VersionId"]));
    }

    [Fact]
    public async Task GroupsAndTagsAreListed()
    {
        using var fake = new FakeService()
            .AnswerQuery("ListGroupsForUser", "<Groups><member><GroupName>g</GroupName></member></Groups><IsTruncated>false</IsTruncated>")
            .AnswerQuery("ListUserTags", "<Tags><member><Key>zael_namespace_id</Key><Value>a7x3kq</Value></member></Tags><IsTruncated>false</IsTruncated>");
        using var aws = fake.Connect();
        Assert.Equal([new IamPrincipal(IamPrincipalType.Group, "g")], await aws.Iam.ListGroupsAsync(User.Name, CancellationToken.None));
        Assert.Equal([new("zael_namespace_id", "a7x3kq")], await aws.Iam.ListTagsAsync(User, CancellationToken.None));
    }

    [Fact]
    public async Task TheSimulatorIsAskedWithItsContextAndAnswersForEachResource()
    {
        using var fake = new FakeService().AnswerQuery("SimulatePrincipalPolicy", """
            <EvaluationResults><member><EvalActionName>dynamodb:GetItem</EvalActionName><EvalResourceName>*</EvalResourceName><EvalDecision>implicitDeny</EvalDecision>
            <ResourceSpecificResults><member><EvalResourceName>arn:t</EvalResourceName><EvalResourceDecision>allowed</EvalResourceDecision></member>
            <member><EvalResourceName>arn:u</EvalResourceName><EvalResourceDecision>implicitDeny</EvalResourceDecision><MissingContextValues><member>aws:x</member></MissingContextValues></member></ResourceSpecificResults></member>
            <member><EvalActionName>iam:TagRole</EvalActionName><EvalResourceName>arn:t</EvalResourceName><EvalDecision>explicitDeny</EvalDecision></member></EvaluationResults><IsTruncated>false</IsTruncated>
            """);
        using var aws = fake.Connect();
        var decisions = await aws.Iam.SimulateAsync(
            new PolicySimulation("arn:role", ["dynamodb:GetItem", "iam:TagRole"], ["arn:t", "arn:u"]) { Context = [new("dynamodb:LeadingKeys", "stringList", ["a/1", "_/2"])] }, CancellationToken.None);
        string[] expected = ["dynamodb:GetItem arn:t allowed ", "dynamodb:GetItem arn:u implicitDeny aws:x", "iam:TagRole arn:t explicitDeny "];
        Assert.Equal(expected, decisions.Select(one => $"{one.Action} {one.ResourceArn} {one.Decision} {string.Join(',', one.MissingContextKeys)}"), StringComparer.Ordinal);
        Assert.Equal(
            [
                new("Action", "SimulatePrincipalPolicy"), new("Version", "2010-05-08"), new("PolicySourceArn", "arn:role"),
                new("ActionNames.member.1", "dynamodb:GetItem"), new("ActionNames.member.2", "iam:TagRole"), new("ResourceArns.member.1", "arn:t"), new("ResourceArns.member.2", "arn:u"),
                new("ContextEntries.member.1.ContextKeyName", "dynamodb:LeadingKeys"), new("ContextEntries.member.1.ContextKeyType", "stringList"),
                new("ContextEntries.member.1.ContextKeyValues.member.1", "a/1"), new("ContextEntries.member.1.ContextKeyValues.member.2", "_/2"),
            ],
            fake.Last.Form);
    }

    [Fact]
    public void AccessThatIsDeniedIsKnownForWhatItIs() =>
        Assert.True(AwsErrors.IsAccessDenied(new Amazon.Runtime.AmazonServiceException("no", null, Amazon.Runtime.ErrorType.Sender, "AccessDenied", "r", System.Net.HttpStatusCode.Forbidden)));
}
