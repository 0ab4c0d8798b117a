using System.Text.Json;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Identity;
using DynamoNamespace.Engine.Identity.Policies;
using DynamoNamespace.Tests.Unit.Items;
using FsCheck.Fluent;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Identity;

public sealed class SessionPolicyBuilderTests
{
    private static readonly string[] Actions =
    [
        "dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem",
        "dynamodb:BatchWriteItem", "dynamodb:PartiQLSelect",
    ];

    [Fact]
    public void ThePolicyIsWrittenWithoutWhiteSpace()
    {
        var built = SessionPolicyBuilder.Build(Policy.TableArn, DdbNamespaceAccessLevel.Acquire, DdbPolicyKind.Session, ["a7x3kq", "b8y4lr", "a7x3kq"]);
        Assert.Equal(
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["dynamodb:GetItem","dynamodb:BatchGetItem","dynamodb:Query","dynamodb:UpdateItem"],"Resource":["arn:aws:dynamodb:eu-west-1:123456789012:table/limits","arn:aws:dynamodb:eu-west-1:123456789012:table/limits/index/*"],"Condition":{"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["a7x3kq/*","b8y4lr/*"]}}},{"Effect":"Allow","Action":["dynamodb:GetItem","dynamodb:BatchGetItem","dynamodb:Query"],"Resource":["arn:aws:dynamodb:eu-west-1:123456789012:table/limits","arn:aws:dynamodb:eu-west-1:123456789012:table/limits/index/*"],"Condition":{"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["_/*"]}}}]}""",
            built.PolicyDocument);
        Assert.Equal((built.PolicyDocument.Length, 2048, "limits", Policy.TableArn), (built.Size, built.Limit, built.TableName, built.TableArn));
        Assert.Equal(["a7x3kq", "b8y4lr"], built.NamespaceIds);
    }

    [Theory]
    [InlineData(DdbNamespaceAccessLevel.Acquire, "GetItem BatchGetItem Query UpdateItem", "GetItem BatchGetItem Query")]
    [InlineData(DdbNamespaceAccessLevel.Full, "GetItem BatchGetItem Query PutItem UpdateItem DeleteItem", "GetItem BatchGetItem Query PutItem UpdateItem DeleteItem")]
    [InlineData(DdbNamespaceAccessLevel.ReadOnly, "GetItem BatchGetItem Query", "GetItem BatchGetItem Query")]
    public void ItAllowsJustWhatItsAccessSays(DdbNamespaceAccessLevel access, string own, string shared)
    {
        var policy = PolicyDocument.Parse(SessionPolicyBuilder.Build(Policy.TableArn, access, DdbPolicyKind.Managed, ["a7x3kq", "b8y4lr"]).PolicyDocument, "built");
        foreach (var arn in new[] { Policy.TableArn, Policy.TableArn + "/index/GSI1" })
        {
            Assert.Equal(own, Allowed(policy, arn, "a7x3kq/ENTITY#1"));
            Assert.Equal(own, Allowed(policy, arn, "b8y4lr/"));
            Assert.Equal(shared, Allowed(policy, arn, "_/SYSTEM#"));
            Assert.Equal("", Allowed(policy, arn, "c9z5ms/ENTITY#1"));
            Assert.Equal("", Allowed(policy, arn, "a7x3kqz/ENTITY#1"));
            Assert.Equal("", Allowed(policy, arn, "SYSTEM#"));
        }

        Assert.Equal("", Allowed(policy, Policy.TableArn + "-2", "a7x3kq/ENTITY#1"));
    }

    [Fact]
    public void OddIdsReachThemselvesAndNoOther() => Properties.ForAll(Arb.From(
        from id in Gen.Elements('a', '*', '?', '$', '{', '}', '"', '\\', '\'', ' ', ':', '\t', 'é', '用').NonEmptyListOf()
        from other in Gen.Elements('a', '*', '?', '$', '{', '}', '"', '\\', 'é').NonEmptyListOf()
        select (Id: new string([.. id]), Other: new string([.. other]))), pair =>
    {
        var built = SessionPolicyBuilder.Build(Policy.TableArn, DdbNamespaceAccessLevel.ReadOnly, DdbPolicyKind.Managed, [pair.Id]);
        Assert.All(built.PolicyDocument, character => Assert.InRange(character, ' ', '~'));
        var policy = PolicyDocument.Parse(built.PolicyDocument, "built");
        Assert.Equal("GetItem BatchGetItem Query", Allowed(policy, Policy.TableArn, pair.Id + "/x"));
        if (pair.Other != pair.Id)
            Assert.Equal("", Allowed(policy, Policy.TableArn, pair.Other + "/x"));
    });

    [Theory]
    [InlineData(DdbPolicyKind.Session, DdbNamespaceAccessLevel.Acquire, 2048)]
    [InlineData(DdbPolicyKind.Session, DdbNamespaceAccessLevel.ReadOnly, 2048)]
    [InlineData(DdbPolicyKind.Managed, DdbNamespaceAccessLevel.Full, 6144)]
    public void TheErrorOfATooLongPolicyTellsHowManyFit(DdbPolicyKind kind, DdbNamespaceAccessLevel access, int limit)
    {
        var ids = Enumerable.Range(0, 500).Select(number => $"namespace{number:D3} ").ToList();
        var error = Assert.Throws<DdbException>(() => SessionPolicyBuilder.Build(Policy.TableArn, access, kind, ids));
        Assert.Equal("PolicyTooLong", error.ErrorId);
        Assert.Contains($"AWS takes {limit}", error.Message, StringComparison.Ordinal);
        var fitting = int.Parse(error.Message.Split("the first ")[1].Split(' ')[0]);
        Assert.InRange(fitting, 50, 450);
        var most = SessionPolicyBuilder.Build(Policy.TableArn, access, kind, ids.Take(fitting));
        Assert.InRange(most.Size, limit - 17, limit);
        Assert.Throws<DdbException>(() => SessionPolicyBuilder.Build(Policy.TableArn, access, kind, ids.Take(fitting + 1)));
        Assert.Equal(kind == DdbPolicyKind.Managed ? fitting : 0, most.PolicyDocument.Length - most.Size);
    }

    [Theory]
    [InlineData("arn:aws:dynamodb:eu-west-1:123456789012:table/limits/index/GSI1", "a", "InvalidTableArn")]
    [InlineData("arn:aws:dynamodb:*:123456789012:table/limits", "a", "InvalidTableArn")]
    [InlineData("limits", "a", "InvalidTableArn")]
    [InlineData(Policy.TableArn, "", "InvalidNamespaceId")]
    [InlineData(Policy.TableArn, "a/b", "InvalidNamespaceId")]
    [InlineData(Policy.TableArn, "a#b", "InvalidNamespaceId")]
    [InlineData(Policy.TableArn, "_", "ReservedNamespace")]
    [InlineData(Policy.TableArn, null, "NoNamespace")]
    public void BadInputIsRefused(string tableArn, string? id, string errorId)
    {
        var error = Assert.Throws<DdbException>(() => SessionPolicyBuilder.Build(tableArn, DdbNamespaceAccessLevel.Full, DdbPolicyKind.Session, id is null ? [] : ["fine", id]));
        Assert.Equal(errorId, error.ErrorId);
    }

    [Fact]
    public void OtherPartitionsAreTaken()
    {
        const string arn = "arn:aws-us-gov:dynamodb:us-gov-west-1:123456789012:table/limits.v2_x-y";
        var built = SessionPolicyBuilder.Build(arn, DdbNamespaceAccessLevel.Full, DdbPolicyKind.Session, ["a"]);
        Assert.Equal("limits.v2_x-y", built.TableName);
        Assert.Equal(arn, JsonDocument.Parse(built.PolicyDocument).RootElement.GetProperty("Statement")[0].GetProperty("Resource")[0].GetString());
    }

    private static string Allowed(PolicyDocument policy, string arn, string key)
    {
        var context = new RequestContext().With("dynamodb:LeadingKeys", key);
        return string.Join(' ', Actions
            .Where(action => PolicyEvaluation.Evaluate([policy], null, new PolicyRequest(action, arn, context)).Decision == DdbPolicyDecision.Allowed)
            .Select(action => action["dynamodb:".Length..]));
    }
}
