using DynamoNamespace.Engine.Identity.Policies;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Identity;

public sealed class PolicyEvaluationTests
{
    private const string Get = "\"dynamodb:GetItem\"";
    private const string Unknowable = """{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}""";
    private const string Never = """{"StringEquals":{"aws:username":"nobody"}}""";

    private static readonly RequestContext Context = new RequestContext().With("aws:username", "Ann");

    [Theory]
    [InlineData("\"*\"", true)]
    [InlineData("\"dynamodb:*\"", true)]
    [InlineData("\"DynamoDB:getitem\"", true)]
    [InlineData("\"dynamodb:*Item\"", true)]
    [InlineData("\"dynamodb:Get?tem\"", true)]
    [InlineData("\"dynamodb:Get\"", false)]
    [InlineData("[\"dynamodb:Query\",\"dynamodb:Batch*\"]", false)]
    public void AnActionsPatternKnowsNoCase(string actions, bool isAllowed) =>
        Assert.Equal(isAllowed ? DdbPolicyDecision.Allowed : DdbPolicyDecision.ImplicitDeny, Decide(Policy.Allow(actions)));

    [Theory]
    [InlineData("\"*\"", true)]
    [InlineData("\"arn:aws:dynamodb:*:*:table/limits\"", true)]
    [InlineData("\"arn:aws:dynamodb:eu-*-1:123456789012:table/l?mits\"", true)]
    [InlineData("\"arn:aws:dynamodb:eu-*:table/limits\"", null)]
    [InlineData("\"arn:aws:dynamodb:*:*:*:table/limits\"", false)]
    [InlineData("\"arn:aws:dynamodb:*:table/limit?\"", null)]
    [InlineData("\"arn:aws:dynamodb:*\"", true)]
    [InlineData("\"arn:aws:dynamodb:*:*:*\"", true)]
    [InlineData("\"arn:aws:dynamodb:*:*:table*\"", true)]
    [InlineData("\"arn:aws:dynamodb:*:*:*/limits\"", null)]
    [InlineData("\"arn:aws:dynamodb:*:*:*/other\"", false)]
    [InlineData("\"arn:aws:dynamodb:eu*2:table/limits\"", false)]
    [InlineData("\"arn:aws:dynamodb\"", true)]
    [InlineData("\"arn:aws:s3\"", false)]
    [InlineData("\"arn:aws:dynamodb:eu-west-1:123456789012:table/limits/*\"", false)]
    [InlineData("\"arn:aws:dynamodb:eu-west-1:123456789012:table/LIMITS\"", false)]
    [InlineData("\"arn:aws:dynamodb:eu-west-1:123456789012:table/${aws:username}\"", false)]
    [InlineData("\"arn:aws:dynamodb:eu-west-1:123456789012:table/${aws:userid}\"", null)]
    public void AResourcesPatternFollowsTheArnsParts(string resources, bool? isAllowed)
    {
        var expected = isAllowed switch { true => DdbPolicyDecision.Allowed, false => DdbPolicyDecision.ImplicitDeny, _ => DdbPolicyDecision.Unknown };
        Assert.Equal(expected, Decide(Policy.Allow(Get, resources: resources)));
    }

    [Fact]
    public void NegatedListsTakeAllElse()
    {
        Assert.Equal(DdbPolicyDecision.Allowed, Decide(Policy.Statement("Allow", "\"NotAction\":\"iam:*\"", null)));
        Assert.Equal(DdbPolicyDecision.ImplicitDeny, Decide(Policy.Statement("Allow", "\"NotAction\":\"dynamodb:Get*\"", null)));
        Assert.Equal(DdbPolicyDecision.Allowed, Decide("""{"Effect":"Allow","Action":"*","NotResource":"arn:aws:dynamodb:*:*:table/other"}"""));
        Assert.Equal(DdbPolicyDecision.ImplicitDeny, Decide("""{"Effect":"Allow","Action":"*","NotResource":"arn:aws:dynamodb:*:*:table/*"}"""));
        Assert.Equal(DdbPolicyDecision.Allowed, Decide("""{"Effect":"Allow","Action":"*","NotResource":"arn:aws:dynamodb:*:*:table/${aws:username}"}"""));
    }

    [Theory]
    [InlineData("A", null, "Allowed")]
    [InlineData("", null, "ImplicitDeny")]
    [InlineData("AD", null, "ExplicitDeny")]
    [InlineData("A", "A", "Allowed")]
    [InlineData("A", "", "ImplicitDeny")]
    [InlineData("", "A", "ImplicitDeny")]
    [InlineData("A", "AD", "ExplicitDeny")]
    [InlineData("A", "a", "Unknown")]
    [InlineData("a", null, "Unknown")]
    [InlineData("aA", null, "Allowed")]
    [InlineData("Ad", null, "Unknown")]
    [InlineData("d", null, "ImplicitDeny")]
    [InlineData("dD", null, "ExplicitDeny")]
    [InlineData("ad", "", "ImplicitDeny")]
    [InlineData("An", null, "Allowed")]
    public void DenyGoesBeforeAllowAndTheBoundaryBothWays(string identity, string? boundary, string expected)
    {
        PolicyDocument[] policies = [.. identity.Select(letter => Policy.Of($"policy-{letter}", StatementOf(letter)))];
        var result = PolicyEvaluation.Evaluate(policies, boundary is null ? null : Policy.Of("bounds", [.. boundary.Select(StatementOf)]), Request("dynamodb:GetItem"));
        Assert.Equal(expected, result.Decision.ToString());
        Assert.EndsWith(".", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void TheReasonNamesPolicyAndStatement()
    {
        var policy = Policy.Of("team", Policy.Allow("\"s3:*\""), """{"Sid":"Own","Effect":"Allow","Action":"dynamodb:GetItem","Resource":"*"}""");
        Assert.Equal("Allowed by statement 2 ('Own') of policy 'team'.", Evaluate(policy).Reason);
        Assert.Equal("Denied by statement 1 of policy 'stop'.", Evaluate(policy, Policy.Of("stop", Policy.Deny(Get))).Reason);
        Assert.Equal("No statement of the principal's policies allows it ('s3', 'stop').", Evaluate(Policy.Of("s3", Policy.Allow("\"s3:*\"")), Policy.Of("stop", Policy.Deny("\"s3:*\""))).Reason);
        Assert.Equal("No statement allows it; statement 1 of policy 'cond' would, but its condition StringEquals on aws:username does not hold.", Evaluate(Policy.Of("cond", Policy.Allow(Get, Never))).Reason);
        Assert.Equal("It hangs on statement 1 of policy 'ip': the condition key 'aws:SourceIp' is not known offline.", Evaluate(policy, Policy.Of("ip", Policy.Deny(Get, Unknowable))).Reason);
        Assert.Equal("Allowed by statement 2 ('Own') of policy 'team', but not by the permissions boundary 'narrow'.",
            PolicyEvaluation.Evaluate([policy], Policy.Of("narrow", Policy.Allow("\"s3:*\"")), Request("dynamodb:GetItem")).Reason);
        Assert.Equal("The principal has no policy.", Evaluate().Reason);
    }

    [Fact]
    public void AConditionThatSurelyFailsSettlesAnUnknownOne() =>
        Assert.Equal(DdbPolicyDecision.ImplicitDeny, Decide(Policy.Allow(Get, """{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"},"StringEquals":{"aws:username":"nobody"}}""")));

    [Theory]
    [InlineData("ForAllValues:StringLike", true)]
    [InlineData("ForAnyValue:StringLike", false)]
    [InlineData("StringLike", false)]
    public void AScanHasNoLeadingKeysAndPassesForAllValues(string @operator, bool isAllowed)
    {
        var policy = Policy.Of("p", Policy.Allow("\"dynamodb:Scan\"", Policy.Leading("\"a7x3kq/*\"", @operator)));
        var request = new PolicyRequest("dynamodb:Scan", Policy.TableArn, Context.With("dynamodb:LeadingKeys"));
        Assert.Equal(isAllowed ? DdbPolicyDecision.Allowed : DdbPolicyDecision.ImplicitDeny, PolicyEvaluation.Evaluate([policy], null, request).Decision);
    }

    /// <summary>Capitals match, small letters cannot be known, n never matches.</summary>
    private static string StatementOf(char letter) => letter switch
    {
        'A' => Policy.Allow(Get),
        'a' => Policy.Allow(Get, Unknowable),
        'D' => Policy.Deny(Get),
        'd' => Policy.Deny(Get, Unknowable),
        _ => Policy.Deny(Get, Never),
    };

    private static PolicyResult Evaluate(params PolicyDocument[] policies) => PolicyEvaluation.Evaluate(policies, null, Request("dynamodb:GetItem"));

    private static DdbPolicyDecision Decide(string statement) => Evaluate(Policy.Of("p", statement)).Decision;

    private static PolicyRequest Request(string action) => new(action, Policy.TableArn, Context);
}
