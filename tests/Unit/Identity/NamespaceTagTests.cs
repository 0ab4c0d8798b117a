using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Identity;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Identity;

public sealed class NamespaceTagTests
{
    [Theory]
    [InlineData("a7x3kq")]
    [InlineData("-_.:=+@ 9")]
    [InlineData("größe用")]
    public void AnIdOfTheTagsCharactersIsTaken(string id) => NamespaceTag.CheckValue(id);

    [Theory]
    [InlineData("a*b", "U+002A")]
    [InlineData("a\"b", "U+0022")]
    [InlineData("🚀", "U+1F680")]
    [InlineData("a\tb", "U+0009")]
    [InlineData("AWS:x", "begin with 'aws:'")]
    public void AnotherIdIsRefusedWithItsReason(string id, string reason)
    {
        var error = Assert.Throws<DdbException>(() => NamespaceTag.CheckValue(id));
        Assert.Equal("NamespaceIdNotTaggable", error.ErrorId);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ATagsValueHas256Characters()
    {
        NamespaceTag.CheckValue(new string('a', 256));
        Assert.Contains("257 characters", Assert.Throws<DdbException>(() => NamespaceTag.CheckValue(new string('a', 257))).Message, StringComparison.Ordinal);
        Assert.Equal("InvalidNamespaceId", Assert.Throws<DdbException>(() => NamespaceTag.CheckValue("a/b")).ErrorId);
    }

    [Fact]
    public void TheStacksPoliciesHaveTheirNames()
    {
        Assert.Equal("limits-ns-acq limits-ns-full limits-ns-read", string.Join(' ', StackPolicy.All.Select(policy => policy.NameFor("limits"))));
        Assert.Equal("NamespaceAcquirePolicyArn NamespaceFullAccessPolicyArn NamespaceReadOnlyPolicyArn", string.Join(' ', StackPolicy.All.Select(policy => policy.OutputName)));
        Assert.All(Enum.GetValues<DdbNamespaceAccessLevel>(), access => Assert.Equal(access, StackPolicy.For(access).Access));
        Assert.Equal("PolicyNameTooLong", Assert.Throws<DdbException>(() => StackPolicy.All[0].NameFor(new string('s', 122))).ErrorId);
    }
}
