using DynamoNamespace.Engine.Identity;
using DynamoNamespace.Engine.Identity.Policies;
using DynamoNamespace.Engine.Verification;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Identity;

public sealed class NamespaceAccessTests
{
    [Theory]
    [InlineData("acq", true, false, true)]
    [InlineData("full", true, true, true)]
    [InlineData("read", true, false, false)]
    public void AStackPolicyAndTheTagIsolate(string policy, bool canRead, bool canWrite, bool canAcquire)
    {
        var access = Evaluate(Policy.Role(Policy.Id, Policy.Stack(policy)));
        Assert.Equal((canRead, canWrite, canAcquire), (access.CanRead, access.CanWrite, access.CanAcquire));
        Assert.True(access.IsIsolated);
        Assert.False(access.ReachesOthers);
        Assert.Equal(DdbCheckStatus.Pass, access.Status);
        Assert.Empty(access.Findings);
        Assert.Equal((Policy.Id, "limits", "worker", "Role"), (access.Tag, access.TableName, access.PrincipalName, access.PrincipalType));
        Assert.Equal(policy == "full" ? DdbPolicyDecision.Allowed : DdbPolicyDecision.ImplicitDeny, Find(access, "dynamodb:UpdateItem", DdbAccessTarget.Shared).Decision);
        Assert.All(Enum.GetValues<DdbAccessTarget>(), target => Assert.Contains(access.Actions, action => action.Target == target));
    }

    [Theory]
    [InlineData("acq", null, "which it does not have")]
    [InlineData("full", "", "which it does not have")]
    [InlineData("read", "b8y4lr", "is 'b8y4lr', which is not this namespace's ID, 'a7x3kq'")]
    public void WithoutTheRightTagAPolicyGivesNothing(string policy, string? tag, string finding)
    {
        var access = Evaluate(Policy.Role(tag, Policy.Stack(policy)));
        Assert.False(access.CanRead || access.CanWrite || access.CanAcquire || access.IsIsolated);
        Assert.Equal(DdbCheckStatus.Fail, access.Status);
        Assert.Contains(access.Findings, text => text.Contains(finding, StringComparison.Ordinal));
        Assert.Equal(tag == "b8y4lr", access.ReachesOthers);
    }

    [Fact]
    public void ATagAloneGivesNothing()
    {
        var access = Evaluate(Policy.Role(Policy.Id));
        Assert.Equal(DdbCheckStatus.Fail, access.Status);
        Assert.Contains("The role 'worker' reaches nothing of the namespace 'a7x3kq'. The principal has no policy.", Assert.Single(access.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void TheTagsKeyKnowsNoCase()
    {
        var role = Policy.Role(null, Policy.Full) with { Tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["Zael_Namespace_ID"] = Policy.Id } };
        Assert.Equal((DdbCheckStatus.Pass, Policy.Id), (Evaluate(role).Status, Evaluate(role).Tag));
    }

    /// <summary>Each opens a way out of the namespace beside the acquire policy.</summary>
    public static TheoryData<string, string, DdbAccessTarget> WaysOut => new()
    {
        { Policy.Allow("\"dynamodb:GetItem\""), "GetItem", DdbAccessTarget.OtherNamespace },
        { Policy.Allow("\"dynamodb:GetItem\""), "GetItem", DdbAccessTarget.BareKeys },
        { Policy.Allow("\"dynamodb:*\""), "Scan", DdbAccessTarget.WholeTable },
        { Policy.Allow("\"*\"", resources: "\"*\""), "DeleteTable", DdbAccessTarget.WholeTable },
        { Policy.Statement("Allow", "\"NotAction\":\"iam:*\"", null), "PartiQLInsert", DdbAccessTarget.OtherNamespace },
        { Policy.Allow("\"dynamodb:Scan\"", Policy.Leading("\"a7x3kq/*\"")), "Scan", DdbAccessTarget.WholeTable },
        { Policy.Allow("\"dynamodb:PartiQL*\"", Policy.Leading("\"a7x3kq/*\"")), "PartiQLSelect", DdbAccessTarget.WholeTable },
        { Policy.Allow("\"dynamodb:Scan\"", resources: $"\"{Policy.TableArn}/index/GSI2\""), "Scan", DdbAccessTarget.WholeTable },
        { Policy.Allow("\"dynamodb:GetRecords\"", resources: $"\"{Policy.TableArn}/stream/*\""), "GetRecords", DdbAccessTarget.WholeTable },
        { Policy.Allow("\"dynamodb:Query\"", Policy.Leading("\"a7x3kq*\"")), "Query", DdbAccessTarget.OtherNamespace },
        { Policy.Allow("\"dynamodb:Query\"", Policy.Leading("\"*a7x3kq/*\"")), "Query", DdbAccessTarget.OtherNamespace },
        { Policy.Allow("\"dynamodb:Query\"", Policy.Leading("\"a7x3k?/*\"")), "Query", DdbAccessTarget.OtherNamespace },
        { Policy.Allow("\"dynamodb:Query\"", Policy.Leading("\"b8y4lr/*\"")), "Query", DdbAccessTarget.OtherNamespace },
        { Policy.Allow("\"dynamodb:Query\"", Policy.Leading("\"q*r/*\"")), "Query", DdbAccessTarget.OtherNamespace },
        { Policy.Allow("\"dynamodb:Query\"", Policy.Leading("\"c9z5ms/USER#only-me\"")), "Query", DdbAccessTarget.OtherNamespace },
        { Policy.Allow("\"dynamodb:Query\"", Policy.Leading("\"_*\"")), "Query", DdbAccessTarget.OtherNamespace },
        { Policy.Allow("\"dynamodb:Query\"", Policy.Leading("\"AUDIT#x*\"")), "Query", DdbAccessTarget.BareKeys },
        { Policy.Allow("\"dynamodb:GetItem\"", Policy.Leading("\"A7X3KQ/ENTITY#PROBE\"", "ForAllValues:StringEqualsIgnoreCase")), "GetItem", DdbAccessTarget.OtherNamespace },
        { Policy.Allow("\"dynamodb:BatchGetItem\"", Policy.Leading("\"a7x3kq/*\"", "ForAnyValue:StringLike")), "BatchGetItem", DdbAccessTarget.OtherNamespace },
        { Policy.Allow("\"dynamodb:GetItem\"", Policy.Leading("\"c*\"", "ForAllValues:StringNotLike")), "GetItem", DdbAccessTarget.OtherNamespace },
    };

    [Theory]
    [MemberData(nameof(WaysOut))]
    public void AWayOutIsFound(string statement, string action, DdbAccessTarget target)
    {
        var access = Evaluate(Policy.Role(Policy.Id, Policy.Acquire, Policy.Of("extra", statement)));
        Assert.True(access.ReachesOthers);
        Assert.False(access.IsIsolated);
        Assert.Equal(DdbCheckStatus.Fail, access.Status);
        Assert.True(access.CanAcquire);
        var found = access.Actions.Where(one => one.Action == $"dynamodb:{action}" && one.Target == target && one.Decision == DdbPolicyDecision.Allowed).ToList();
        Assert.NotEmpty(found);
        Assert.All(found, one => Assert.Contains("statement 1 of policy 'extra'", one.Reason, StringComparison.Ordinal));
        Assert.Contains(access.Findings, text => text.Contains(action, StringComparison.Ordinal) && text.Contains("policy 'extra'", StringComparison.Ordinal));
    }

    [Fact]
    public void ANamespaceThatIsRegisteredIsAskedAbout()
    {
        // Nothing but the registry's own ID finds this: the pattern sits on another key than LeadingKeys' values.
        var role = Policy.Role(Policy.Id, Policy.Acquire, Policy.Of("odd", Policy.Allow("\"dynamodb:GetItem\""),
            Policy.Deny("\"dynamodb:GetItem\"", Policy.Leading("[\"b8y4lr/*\",\"a7x3kq/*\",\"_/*\"]", "ForAnyValue:StringNotLike"))));
        Assert.True(NamespaceAccess.Evaluate(role, Policy.TableArn, "default", Policy.Id, ["b8y4lr"]).ReachesOthers);
    }

    [Fact]
    public void TheTableLevelPolicyBesideReachesAll()
    {
        var access = Evaluate(Policy.Role(Policy.Id, Policy.Acquire, Policy.TableLevel));
        Assert.True(access.CanWrite && access.ReachesOthers);
        Assert.Equal(DdbCheckStatus.Fail, access.Status);
        Assert.Contains(access.Findings, text => text.StartsWith("The role 'worker' may GetItem, BatchGetItem, Query, PutItem, UpdateItem, DeleteItem items of other namespaces. Allowed by statement 1 of policy 'limits-full'.", StringComparison.Ordinal));
    }

    [Fact]
    public void ABoundaryKeepsAWidePolicyIn()
    {
        var role = Policy.Role(Policy.Id, Policy.TableLevel) with { Boundary = Policy.Full };
        Assert.Equal(DdbCheckStatus.Pass, Evaluate(role).Status);
        Assert.Equal(DdbCheckStatus.Fail, Evaluate(role with { Boundary = Policy.Of("s3", Policy.Allow("\"s3:*\"")) }).Status);
        Assert.False(Evaluate(role with { Boundary = Policy.Read }).CanWrite);
    }

    [Fact]
    public void ADenyKeepsAWidePolicyIn()
    {
        var deny = Policy.Of("fence", Policy.Deny("\"dynamodb:*\"", Policy.Leading("[\"a7x3kq/*\",\"_/*\"]", "ForAnyValue:StringNotLike"), resources: "\"*\""));
        var access = Evaluate(Policy.Role(null, Policy.TableLevel, deny));
        Assert.Equal((DdbCheckStatus.Pass, true), (access.Status, access.CanWrite));
        Assert.Equal(DdbPolicyDecision.ExplicitDeny, Find(access, "dynamodb:BatchGetItem", DdbAccessTarget.OtherNamespace).Decision);
    }

    [Theory]
    [InlineData("""{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}""", "the condition key 'aws:SourceIp' is not known offline")]
    [InlineData("""{"Bool":{"aws:MultiFactorAuthPresent":"true"}}""", "the condition key 'aws:MultiFactorAuthPresent' is not known offline")]
    [InlineData("""{"StringSounds":{"aws:PrincipalArn":"x"}}""", "the condition operator 'StringSounds' is not known here")]
    public void WhatCannotBeKnownIsAWarningAndNeverAPass(string condition, string reason)
    {
        foreach (var role in new[]
        {
            Policy.Role(Policy.Id, Policy.Acquire, Policy.Of("maybe", Policy.Allow("\"dynamodb:Scan\"", condition))),
            Policy.Role(Policy.Id, Policy.Acquire, Policy.Of("maybe", Policy.Deny("\"dynamodb:GetItem\"", condition))),
            Policy.Role(Policy.Id, Policy.Acquire) with { Boundary = Policy.Of("maybe", Policy.Allow("\"dynamodb:*\"", condition)) },
        })
        {
            var access = Evaluate(role);
            Assert.Equal(DdbCheckStatus.Warn, access.Status);
            Assert.False(access.ReachesOthers);
            Assert.False(access.CanRead && access.IsIsolated);
            Assert.Contains(access.Findings, text => text.Contains(reason, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("StringLike", "may not read the shared items", "\"dynamodb:GetItem\",\"dynamodb:BatchGetItem\",\"dynamodb:Query\"", "[\"a7x3kq/*\"]")]
    [InlineData("ForAllValues:StringLike", "may not read the shared items", "\"dynamodb:GetItem\",\"dynamodb:BatchGetItem\",\"dynamodb:Query\"", "[\"a7x3kq/*\"]")]
    [InlineData("ForAllValues:StringLike", "may not get, batch-get and query", "\"dynamodb:GetItem\",\"dynamodb:Query\"", "[\"a7x3kq/*\",\"_/*\"]")]
    [InlineData("ForAllValues:StringLike", "may not get, batch-get and query", "\"dynamodb:GetItem\",\"dynamodb:BatchGetItem\",\"dynamodb:Query\"", "[\"a7x3kq/ENTITY#*\",\"_/*\"]")]
    public void WhatIsMissingIsAWarning(string @operator, string finding, string actions, string keys)
    {
        var access = Evaluate(Policy.Role(null, Policy.Of("own", Policy.Allow($"[{actions}]", Policy.Leading(keys, @operator)))));
        Assert.Equal(DdbCheckStatus.Warn, access.Status);
        Assert.Contains(access.Findings, text => text.Contains(@operator == "StringLike" ? "cannot be known" : finding, StringComparison.Ordinal));
    }

    [Fact]
    public void APolicyWithoutTheIndexesIsAWarning()
    {
        var access = Evaluate(Policy.Role(null, Policy.Of("own", Policy.Allow($"[{Policy.Reads}]", Policy.Leading("[\"a7x3kq/*\",\"_/*\"]"), $"\"{Policy.TableArn}\""))));
        Assert.Equal((DdbCheckStatus.Warn, true), (access.Status, access.IsIsolated));
        Assert.Contains("may not query the indexes", Assert.Single(access.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherAccountsPrincipalNeedsTheTablesOwnPolicyToo()
    {
        var access = Evaluate(Policy.Role(Policy.Id, Policy.Full) with { Arn = "arn:aws:iam::999999999999:role/worker" });
        Assert.Equal(DdbCheckStatus.Warn, access.Status);
        Assert.Contains("account 999999999999", Assert.Single(access.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void AUsersNameIsAVariableAndARolesIsNot()
    {
        var policy = Policy.Of("by-name", Policy.Allow($"[{Policy.Reads}]", Policy.Leading("[\"${aws:username}/*\",\"_/*\"]")));
        var user = Policy.Role(null, policy) with { Name = Policy.Id, Type = "User", Arn = $"arn:aws:iam::123456789012:user/{Policy.Id}" };
        Assert.Equal(DdbCheckStatus.Pass, Evaluate(user).Status);
        Assert.Equal(DdbCheckStatus.Fail, Evaluate(user with { Type = "Role" }).Status);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("z")]
    [InlineData("0-probe-0")]
    [InlineData("default")]
    [InlineData("-*?$")]
    [InlineData("A7X3KQ")]
    public void AnyIdIsToldFromItsLookalikes(string id)
    {
        var built = SessionPolicyBuilder.Build(Policy.TableArn, DdbNamespaceAccessLevel.Full, DdbPolicyKind.Session, [id]);
        var role = Policy.Role(null, PolicyDocument.Parse(built.PolicyDocument, "built"));
        var access = NamespaceAccess.Evaluate(role, Policy.TableArn, null, id, []);
        Assert.Equal((DdbCheckStatus.Pass, true, true), (access.Status, access.IsIsolated, access.CanWrite));
    }

    private static DdbNamespaceAccess Evaluate(PrincipalPolicies principal) =>
        NamespaceAccess.Evaluate(principal, Policy.TableArn, "default", Policy.Id, []);

    private static DdbNamespaceAction Find(DdbNamespaceAccess access, string action, DdbAccessTarget target) =>
        Assert.Single(access.Actions, one => one.Action == action && one.Target == target && one.Resource == "Table");
}
