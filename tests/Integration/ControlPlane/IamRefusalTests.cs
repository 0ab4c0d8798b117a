using System.Xml.Linq;
using DynamoNamespace.Tests.Support.ControlPlane;
using Xunit;

namespace DynamoNamespace.Tests.Integration.ControlPlane;

/// <summary>IAM of the local control plane refuses what IAM refuses, and evaluates policies with their conditions.</summary>
public sealed class IamRefusalTests(ControlPlaneFixture fixture) : IClassFixture<ControlPlaneFixture>, IAsyncLifetime
{
    private const string Table = "arn:aws:dynamodb:us-east-1:123456789012:table/limits";
    private readonly string _role = $"role-{Guid.NewGuid().ToString("n")[..8]}";

    private ControlPlaneClient Client => fixture.Client;

    public async ValueTask InitializeAsync() => await Client.CreateRoleAsync(_role);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task UnknownRolesAndPoliciesAreNoSuchEntity()
    {
        var role = await RefusedAsync("GetRole", ("RoleName", "nobody"));
        Assert.Equal("GetRole was refused with 404 NoSuchEntity: The role with name nobody cannot be found.", role.Message);
        var policy = await RefusedAsync("AttachRolePolicy", ("RoleName", _role), ("PolicyArn", "arn:aws:iam::123456789012:policy/none"));
        Assert.Equal("AttachRolePolicy was refused with 404 NoSuchEntity: Policy arn:aws:iam::123456789012:policy/none does not exist or is not attachable.", policy.Message);
        var detached = await RefusedAsync("DetachRolePolicy", ("RoleName", _role), ("PolicyArn", "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"));
        Assert.Equal("NoSuchEntity", detached.Code);
        var foreign = await RefusedAsync("AttachRolePolicy", ("RoleName", _role), ("PolicyArn", "arn:aws-cn:iam::123456789012:policy/none"));
        Assert.Equal("InvalidInput", foreign.Code);
    }

    [Theory]
    [InlineData("{", "This policy contains invalid Json")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Permit","Action":"a:b","Resource":"*"}]}""", "Syntax errors in policy.")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a:b"}]}""", "Policy statement must contain resources.")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*"}]}""", "Policy statement must contain actions.")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"GetItem","Resource":"*"}]}""", "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a:b","Resource":"table/limits"}]}""", "Resource table/limits must be in ARN format or \"*\".")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"StringAlike":{"a":"b"}}}]}""", "Invalid Condition type : StringAlike.")]
    public async Task MalformedPoliciesAreRefused(string document, string message)
    {
        var refused = await RefusedAsync("PutRolePolicy", ("RoleName", _role), ("PolicyName", "p"), ("PolicyDocument", document));
        Assert.Equal($"PutRolePolicy was refused with 400 MalformedPolicyDocument: {message}", refused.Message);
    }

    [Fact]
    public async Task AnAttachedPolicyCannotBeDeletedNorOneMoreThanTenAttached()
    {
        var arns = new List<string>();
        for (var i = 0; i < 11; i++)
            arns.Add(await CreatePolicyAsync());
        foreach (var arn in arns.Take(10))
            await Client.IamAsync("AttachRolePolicy", [("RoleName", _role), ("PolicyArn", arn)]);

        var eleventh = await RefusedAsync("AttachRolePolicy", ("RoleName", _role), ("PolicyArn", arns[10]));
        Assert.Equal("AttachRolePolicy was refused with 409 LimitExceeded: Cannot exceed quota for PoliciesPerRole: 10", eleventh.Message);
        var deleted = await RefusedAsync("DeletePolicy", ("PolicyArn", arns[0]));
        Assert.Equal("DeletePolicy was refused with 409 DeleteConflict: Cannot delete a policy attached to entities.", deleted.Message);
        await Client.IamAsync("DetachRolePolicy", [("RoleName", _role), ("PolicyArn", arns[0])]);
        await Client.IamAsync("DeletePolicy", [("PolicyArn", arns[0])]);

        var page = await Client.IamAsync("ListAttachedRolePolicies", [("RoleName", _role), ("MaxItems", "4")]);
        Assert.Equal("true", page.Descendants("IsTruncated").Single().Value);
        var next = await Client.IamAsync("ListAttachedRolePolicies", [("RoleName", _role), ("MaxItems", "5"), ("Marker", page.Descendants("Marker").Single().Value)]);
        Assert.Equal(arns.Skip(1).Take(9), page.Descendants("PolicyArn").Concat(next.Descendants("PolicyArn")).Select(arn => arn.Value), StringComparer.Ordinal);
    }

    [Fact]
    public async Task ARoleTakesAtMost50TagsAndAllOfACallOrNone()
    {
        var refused = await RefusedAsync("TagRole", [("RoleName", _role), .. Tags(51)]);
        Assert.Equal("LimitExceeded", refused.Code);
        Assert.Empty((await Client.IamAsync("ListRoleTags", [("RoleName", _role)])).Descendants("Key"));
        await Client.IamAsync("TagRole", [("RoleName", _role), .. Tags(50)]);
        Assert.Equal(50, (await Client.IamAsync("ListRoleTags", [("RoleName", _role)])).Descendants("Key").Count());
    }

    [Fact]
    public async Task DocumentsComeBackPercentEncoded()
    {
        const string document = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a:b","Resource":"*"}]}""";
        await Client.IamAsync("PutRolePolicy", [("RoleName", _role), ("PolicyName", "p"), ("PolicyDocument", document)]);
        var answer = (await Client.IamAsync("GetRolePolicy", [("RoleName", _role), ("PolicyName", "p")])).Descendants("PolicyDocument").Single().Value;
        Assert.StartsWith("%7B%22Version%22%3A%222012-10-17%22", answer, StringComparison.Ordinal);
        Assert.Equal(document, Uri.UnescapeDataString(answer));
    }

    [Theory]
    [InlineData("a7x3kq/ENTITY#1", "allowed")]
    [InlineData("_/SYSTEM#", "allowed")]
    [InlineData("other/ENTITY#1", "implicitDeny")]
    [InlineData("a7x3kq/SECRET", "explicitDeny")]
    public async Task ASimulationKnowsThePrincipalsTagAndTheKeysAskedFor(string key, string decision)
    {
        await Client.IamAsync("TagRole", [("RoleName", _role), ("Tags.member.1.Key", "zael_namespace_id"), ("Tags.member.1.Value", "a7x3kq")]);
        await Client.IamAsync("PutRolePolicy", [("RoleName", _role), ("PolicyName", "p"), ("PolicyDocument", $$$$"""
            {"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Action":"dynamodb:Put*","Resource":"{{{{Table}}}}",
               "Condition":{"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["${aws:PrincipalTag/zael_namespace_id}/*","_/*"]}}},
              {"Effect":"Deny","Action":"dynamodb:*","Resource":"*",
               "Condition":{"ForAnyValue:StringEquals":{"dynamodb:LeadingKeys":"a7x3kq/SECRET"}}}]}
            """)]);

        var results = await SimulateAsync(("ContextEntries.member.1.ContextKeyName", "dynamodb:LeadingKeys"), ("ContextEntries.member.1.ContextKeyValues.member.1", key), ("ContextEntries.member.1.ContextKeyType", "stringList"));
        Assert.Equal(decision, results[0].Element("EvalDecision")!.Value);
        Assert.NotEqual("allowed", results[1].Element("EvalDecision")!.Value, StringComparer.Ordinal);

        var without = await SimulateAsync();
        Assert.Equal(["dynamodb:LeadingKeys"], without[0].Element("MissingContextValues")!.Elements().Select(e => e.Value), StringComparer.Ordinal);
    }

    private async Task<List<XElement>> SimulateAsync(params (string Name, string Value)[] context) =>
        [.. (await Client.IamAsync("SimulatePrincipalPolicy",
            [
                ("PolicySourceArn", $"arn:aws:iam::123456789012:role/{_role}"), ("ActionNames.member.1", "dynamodb:PutItem"),
                ("ActionNames.member.2", "dynamodb:DeleteItem"), ("ResourceArns.member.1", Table), .. context,
            ])).Descendants("EvaluationResults").Single().Elements("member")];

    private async Task<string> CreatePolicyAsync()
    {
        var answer = await Client.IamAsync("CreatePolicy",
            [("PolicyName", $"p-{Guid.NewGuid():n}"), ("PolicyDocument", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a:b","Resource":"*"}]}""")]);
        return answer.Descendants("Arn").Single().Value;
    }

    private static IEnumerable<(string Name, string Value)> Tags(int count) =>
        Enumerable.Range(1, count).SelectMany(i => new[] { ($"Tags.member.{i}.Key", $"k{i}"), ($"Tags.member.{i}.Value", "") });

    private Task<ControlPlaneException> RefusedAsync(string action, params (string Name, string Value)[] parameters) =>
        Assert.ThrowsAsync<ControlPlaneException>(() => Client.IamAsync(action, parameters));
}
