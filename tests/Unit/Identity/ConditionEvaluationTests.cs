using DynamoNamespace.Engine.Identity.Policies;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Identity;

/// <summary>Condition operators, from the tables and sentences of AWS's pages on them.</summary>
public sealed class ConditionEvaluationTests
{
    private static readonly RequestContext Context = new RequestContext()
        .WithPrincipalTags(new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = "blue", ["empty"] = "", ["star"] = "a*" })
        .With("aws:username", "Ann")
        .With("aws:PrincipalArn", "arn:aws:iam::123456789012:role/app/worker")
        .With("aws:MultiFactorAuthPresent", "true")
        .With("aws:MultiFactorAuthAge", "3600")
        .With("aws:CurrentTime", "2025-06-15T10:30:00Z")
        .With("aws:SourceIp", "203.0.113.77")
        .With("v6", "2001:db8::17")
        .With("keys", "key1:hr", "key1:legal")
        .With("one", "x")
        .With("blank", "")
        .With("absent");

    [Theory]
    [InlineData("StringEquals", "aws:username", "Ann", "Yes")]
    [InlineData("stringequals", "AWS:UserName", "Ann", "Yes")]
    [InlineData("StringEquals", "aws:username", "ann", "No")]
    [InlineData("StringEquals", "aws:username", "A*", "No")]
    [InlineData("StringNotEquals", "aws:username", "ann", "Yes")]
    [InlineData("StringEqualsIgnoreCase", "aws:username", "aNN", "Yes")]
    [InlineData("StringNotEqualsIgnoreCase", "aws:username", "aNN", "No")]
    [InlineData("StringLike", "aws:username", "?n*", "Yes")]
    [InlineData("StringLike", "aws:username", "a*", "No")]
    [InlineData("StringNotLike", "aws:username", "B*", "Yes")]
    [InlineData("StringEquals", "aws:username", "Bob|Ann", "Yes")]
    [InlineData("StringNotEquals", "aws:username", "Bob|Ann", "No")]
    [InlineData("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/app/*", "Yes")]
    [InlineData("ArnEquals", "aws:PrincipalArn", "arn:aws:iam::*:role/app/*", "Yes")]
    [InlineData("ArnLike", "aws:PrincipalArn", "arn:aws:iam:*:role/app/*", "No")]
    [InlineData("ArnNotLike", "aws:PrincipalArn", "arn:aws:iam:*:role/app/*", "Yes")]
    [InlineData("ArnNotEquals", "aws:PrincipalArn", "arn:aws:iam::123456789012:role/app/worker", "No")]
    [InlineData("Bool", "aws:MultiFactorAuthPresent", "True", "Yes")]
    [InlineData("Bool", "aws:MultiFactorAuthPresent", "false", "No")]
    [InlineData("Bool", "aws:MultiFactorAuthPresent", "maybe", "Unknown")]
    [InlineData("NumericEquals", "aws:MultiFactorAuthAge", "3600.0", "Yes")]
    [InlineData("NumericNotEquals", "aws:MultiFactorAuthAge", "3600", "No")]
    [InlineData("NumericLessThan", "aws:MultiFactorAuthAge", "3600", "No")]
    [InlineData("NumericLessThanEquals", "aws:MultiFactorAuthAge", "3600", "Yes")]
    [InlineData("NumericGreaterThan", "aws:MultiFactorAuthAge", "3599", "Yes")]
    [InlineData("NumericGreaterThanEquals", "aws:MultiFactorAuthAge", "3601", "No")]
    [InlineData("NumericLessThan", "aws:MultiFactorAuthAge", "an hour", "Unknown")]
    [InlineData("NumericLessThan", "aws:username", "5", "Unknown")]
    [InlineData("DateEquals", "aws:CurrentTime", "2025-06-15T12:30:00+02:00", "Yes")]
    [InlineData("DateNotEquals", "aws:CurrentTime", "2025-06-15T10:30:00Z", "No")]
    [InlineData("DateLessThan", "aws:CurrentTime", "2025-06-16", "Yes")]
    [InlineData("DateLessThanEquals", "aws:CurrentTime", "1749983400", "Yes")]
    [InlineData("DateGreaterThan", "aws:CurrentTime", "1749983400", "No")]
    [InlineData("DateGreaterThanEquals", "aws:CurrentTime", "2026", "No")]
    [InlineData("DateGreaterThan", "aws:CurrentTime", "soon", "Unknown")]
    [InlineData("IpAddress", "aws:SourceIp", "203.0.113.0/24", "Yes")]
    [InlineData("IpAddress", "aws:SourceIp", "203.0.113.64/27", "Yes")]
    [InlineData("IpAddress", "aws:SourceIp", "203.0.113.96/27", "No")]
    [InlineData("IpAddress", "aws:SourceIp", "203.0.113.77", "Yes")]
    [InlineData("NotIpAddress", "aws:SourceIp", "203.0.113.0/24", "No")]
    [InlineData("IpAddress", "aws:SourceIp", "2001:db8::/32", "No")]
    [InlineData("IpAddress", "v6", "2001:db8::/32", "Yes")]
    [InlineData("IpAddress", "aws:SourceIp", "203.0.113.0/33", "Unknown")]
    [InlineData("IpAddress", "aws:SourceIp", "here", "Unknown")]
    [InlineData("Null", "absent", "true", "Yes")]
    [InlineData("Null", "absent", "false", "No")]
    [InlineData("Null", "one", "true", "No")]
    [InlineData("Null", "one", "false", "Yes")]
    public void AnOperatorComparesItsValues(string @operator, string key, string values, string expected) =>
        Assert.Equal(expected, Evaluate(@operator, key, values).Certainty.ToString());

    [Theory]
    [InlineData("StringEquals", "No")]
    [InlineData("StringNotEquals", "Yes")]
    [InlineData("ArnNotLike", "Yes")]
    [InlineData("NumericLessThan", "No")]
    [InlineData("Bool", "No")]
    [InlineData("StringLikeIfExists", "Yes")]
    [InlineData("BoolIfExists", "Yes")]
    [InlineData("ForAllValues:StringLike", "Yes")]
    [InlineData("ForAllValues:StringNotLike", "Yes")]
    [InlineData("ForAnyValue:StringLike", "No")]
    [InlineData("ForAnyValue:StringNotLike", "No")]
    [InlineData("ForAllValues:StringLikeIfExists", "Yes")]
    [InlineData("ForAnyValue:StringLikeIfExists", "Unknown")]
    public void AnAbsentKeyMatchesAsTheOperatorSays(string @operator, string expected) =>
        Assert.Equal(expected, Evaluate(@operator, "absent", "5").Certainty.ToString());

    [Theory]
    [InlineData("ForAllValues:StringLike", "key1*", "Yes")]
    [InlineData("ForAllValues:StringLike", "key1:hr", "No")]
    [InlineData("ForAllValues:StringEquals", "key1:hr|key1:legal|other", "Yes")]
    [InlineData("ForAllValues:StringNotLike", "key1:hr", "No")]
    [InlineData("ForAllValues:StringNotLike", "key2*", "Yes")]
    [InlineData("ForAnyValue:StringLike", "key1:hr", "Yes")]
    [InlineData("ForAnyValue:StringLike", "key2*", "No")]
    [InlineData("ForAnyValue:StringNotLike", "key1:hr", "Yes")]
    [InlineData("ForAnyValue:StringNotLike", "key1*", "No")]
    [InlineData("ForAllValues:StringLikeIfExists", "key2*", "No")]
    [InlineData("StringLike", "key1*", "Unknown")]
    public void SeveralValuesAreTakenTogether(string @operator, string values, string expected) =>
        Assert.Equal(expected, Evaluate(@operator, "keys", values).Certainty.ToString());

    [Theory]
    [InlineData("ForAllValues:StringEquals", "Yes")]
    [InlineData("ForAnyValue:StringEquals", "No")]
    [InlineData("StringEquals", "No")]
    public void AnEmptyTextIsNoValueForTheSetOperatorsOnly(string @operator, string expected) =>
        Assert.Equal(expected, Evaluate(@operator, "blank", "x").Certainty.ToString());

    [Theory]
    [InlineData("StringLike", "unheard:of", "condition key 'unheard:of'")]
    [InlineData("Null", "unheard:of", "condition key 'unheard:of'")]
    [InlineData("ForAllValues:StringLike", "unheard:of", "condition key 'unheard:of'")]
    [InlineData("StringSounds", "one", "condition operator 'StringSounds'")]
    [InlineData("BinaryEquals", "one", "condition operator 'BinaryEquals'")]
    [InlineData("ForSomeValues:StringLike", "one", "condition operator 'ForSomeValues:StringLike'")]
    [InlineData("Single:StringLike", "one", "condition operator 'Single:StringLike'")]
    [InlineData("NullIfExists", "one", "condition operator 'NullIfExists'")]
    [InlineData("StringLike", "one", "variable 'aws:userid'", "${aws:userid}")]
    [InlineData("Null", "one", "neither true nor false", "perhaps")]
    public void WhatCannotBeKnownSaysWhy(string @operator, string key, string reason, string value = "x")
    {
        var match = Evaluate(@operator, key, value);
        Assert.Equal(Certainty.Unknown, match.Certainty);
        Assert.Contains(reason, match.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("blue/1", "${aws:PrincipalTag/team}/*", "Yes")]
    [InlineData("blue/1", "${AWS:principaltag/TEAM}/*", "Yes")]
    [InlineData("red/1", "${aws:PrincipalTag/team}/*", "No")]
    [InlineData("/1", "${aws:PrincipalTag/none}/*", "No")]
    [InlineData("/1", "${aws:PrincipalTag/empty}/*", "No")]
    [InlineData("all/1", "${aws:PrincipalTag/none, 'all'}/*", "Yes")]
    [InlineData("all/1", "${aws:PrincipalTag/empty, 'all'}/*", "Yes")]
    [InlineData("all/1", "${aws:PrincipalTag/team, 'all'}/*", "No")]
    [InlineData("blue-Ann", "${aws:PrincipalTag/team}-${aws:username}", "Yes")]
    [InlineData("a*b?c$", "a${*}b${?}c${$}", "Yes")]
    [InlineData("axb?c$", "a${*}b${?}c${$}", "No")]
    [InlineData("${team", "${team", "Yes")]
    [InlineData("key1:hr", "${keys}", "No")]
    [InlineData("z/1", "${aws:userid}/*", "Unknown")]
    [InlineData("z-1", "${aws:userid}/*", "No")]
    // A tag with a wildcard cannot be made in IAM, and AWS does not say what it would be.
    [InlineData("a*/1", "${aws:PrincipalTag/star}/*", "Yes")]
    [InlineData("ab/1", "${aws:PrincipalTag/star}/*", "Unknown")]
    [InlineData("bb/1", "${aws:PrincipalTag/star}/*", "No")]
    public void VariablesStandForTheRequestsValues(string actual, string pattern, string expected)
    {
        var context = Context.With("key", actual);
        var match = ConditionEvaluation.Evaluate(new PolicyCondition("StringLike", "key", [pattern]), hasVariables: true, context);
        Assert.Equal(expected, match.Certainty.ToString());
        var negated = ConditionEvaluation.Evaluate(new PolicyCondition("StringNotLike", "key", [pattern]), hasVariables: true, context);
        Assert.Equal(match.Not().Certainty, negated.Certainty);
    }

    [Fact]
    public void TheOlderLanguageHasNoVariables()
    {
        var condition = new PolicyCondition("StringLike", "key", ["${aws:username}/*"]);
        Assert.Equal(Certainty.No, ConditionEvaluation.Evaluate(condition, hasVariables: false, Context.With("key", "Ann/1")).Certainty);
        Assert.Equal(Certainty.Yes, ConditionEvaluation.Evaluate(condition, hasVariables: false, Context.With("key", "${aws:username}/1")).Certainty);
    }

    private static Match Evaluate(string @operator, string key, string values) =>
        ConditionEvaluation.Evaluate(new PolicyCondition(@operator, key, values.Split('|')), hasVariables: true, Context);
}
