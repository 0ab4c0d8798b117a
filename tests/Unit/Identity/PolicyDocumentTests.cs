using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Identity.Policies;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Identity;

public sealed class PolicyDocumentTests
{
    [Fact]
    public void OneValueIsAsGoodAsAList()
    {
        var one = PolicyDocument.Parse("""{"Statement":{"Sid":"A","Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"Bool":{"k":true},"NumericEquals":{"n":7}}}}""", "p");
        var list = PolicyDocument.Parse("""{"Version":"2008-10-17","Id":"x","Statement":[{"Sid":"A","Effect":"Allow","Action":["a:b"],"Resource":["*"],"Condition":{"Bool":{"k":["true"]},"NumericEquals":{"n":["7"]}}}]}""", "p");
        Assert.Equivalent(list, one, strict: true);
        Assert.False(one.HasVariables);
        var statement = Assert.Single(one.Statements);
        Assert.Equal("statement 1 ('A')", statement.Label);
        Assert.True(statement.IsAllow);
        Assert.Equal("Bool on k, NumericEquals on n", string.Join(", ", statement.Conditions));
        Assert.Equal("true 7", string.Join(' ', statement.Conditions.SelectMany(condition => condition.Values)));
    }

    [Fact]
    public void NegatedListsAreToldApart()
    {
        var policy = PolicyDocument.Parse("""{"Version":"2012-10-17","Statement":[{"Effect":"Deny","NotAction":["a:b","a:c"],"NotResource":"arn:*"}]}""", "p");
        Assert.True(policy.HasVariables);
        Assert.True(policy.Statements[0].Actions.IsNegated);
        Assert.Equal(["a:b", "a:c"], policy.Statements[0].Actions.Values);
        Assert.True(policy.Statements[0].Resources.IsNegated);
        Assert.False(policy.Statements[0].IsAllow);
    }

    [Theory]
    [InlineData("{", "no valid JSON at line 1")]
    [InlineData("[]", "its top: an object is expected")]
    [InlineData("{}", "its top: 'Statement' is missing")]
    [InlineData("""{"Version":"2012","Statement":[]}""", "Version: '2012' is no version")]
    [InlineData("""{"Statement":[],"Statements":[]}""", "its top: 'Statements' is no element")]
    [InlineData("""{"Statement":[{"Action":"a:b","Resource":"*"}]}""", "Statement[0]: 'Effect' is missing")]
    [InlineData("""{"Statement":{"Effect":"allow","Action":"a:b","Resource":"*"}}""", "Statement.Effect: 'allow' is no effect")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Resource":"*"}]}""", "either 'Action' or 'NotAction', and this one has neither")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"a:b","Resource":"*","NotResource":"*"}]}""", "either 'Resource' or 'NotResource', and this one has both")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":[],"Resource":"*"}]}""", "Statement[0].Action: the list is empty")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":[7],"Resource":"*"}]}""", "Statement[0].Action: a text is expected")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"a:b","Resource":"*"}]}""", "'Principal' is no element")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Effect":"Deny","Action":"a:b","Resource":"*"}]}""", "'Effect' is written twice")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"Bool":"x"}}]}""", "Statement[0].Condition.Bool: an object is expected")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"Bool":{"k":{}}}}]}""", "Statement[0].Condition.Bool.k: a text, a number")]
    public void AnErrorNamesThePolicyAndThePlace(string json, string problem)
    {
        var error = Assert.Throws<DdbException>(() => PolicyDocument.Parse(json, "team/inline"));
        Assert.Equal("MalformedPolicy", error.ErrorId);
        Assert.Equal("team/inline", error.Target);
        Assert.Contains("The policy 'team/inline'", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.EndsWith("nothing was changed.", error.Message, StringComparison.Ordinal);
    }
}
