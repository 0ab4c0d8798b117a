using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Aws.Iam;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Identity;
using DynamoNamespace.Engine.Identity.Principals;
using DynamoNamespace.Engine.Registry;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Identity.Principals;

public sealed class NamespaceTaggingTests
{
    private const string Key = "zael_namespace_id";
    private readonly FakeIam iam = new();
    private readonly FakeAudience audience = new();
    private readonly IamPrincipal user;

    public NamespaceTaggingTests() => user = iam.User("ann");

    [Fact]
    public async Task SetsANewTagOnce()
    {
        var (first, second) = (await Tagging().SetAsync(Ann, "a7x3kq", "default", default), await Tagging().SetAsync(Ann, "a7x3kq", "default", default));
        Assert.Equal((null, "a7x3kq", true), (first!.PreviousNamespaceId, first.NamespaceId, first.IsChanged));
        Assert.Equal(("a7x3kq", "a7x3kq", false), (second!.PreviousNamespaceId, second.NamespaceId, second.IsChanged));
        Assert.Equal(["User 'ann': Set tag 'zael_namespace_id' to 'a7x3kq' (default)"], audience.Questions);
        Assert.Empty(audience.Replacements);
    }

    [Fact]
    public async Task AsksBeforeItReplacesAnotherNamespaceAndNamesBoth()
    {
        iam.Tags(user)[Key] = "old1";
        var no = new FakeAudience(answer: false);
        Assert.Null(await Tagging(no).SetAsync(Ann, "a7x3kq", "default", default));
        Assert.Empty(iam.Changes);
        var warning = Assert.Single(no.Replacements);
        Assert.Contains("'old1' (legacy)", warning, StringComparison.Ordinal);
        Assert.Contains("'a7x3kq' (default)", warning, StringComparison.Ordinal);

        Assert.Equal("old1", (await Tagging().SetAsync(Ann, "a7x3kq", "default", default))!.PreviousNamespaceId);
        Assert.Equal("a7x3kq", iam.Tags(user)[Key]);
    }

    [Fact]
    public async Task RemovesTheTagUnderTheKeyThatItHas()
    {
        iam.Tags(user)["Zael_Namespace_ID"] = "a7x3kq";
        Assert.Equal(("a7x3kq", null, true), Parts(await Tagging().RemoveAsync(Ann, default)));
        Assert.Equal((null, null, false), Parts(await Tagging().RemoveAsync(Ann, default)));
        Assert.Equal(["untag Zael_Namespace_ID ann"], iam.Changes);
    }

    [Theory]
    [InlineData("old1", "legacy", 1)]
    [InlineData("a7x3kq", "default", 0)]
    [InlineData("zzz", null, 1)]
    [InlineData("a/b", null, 1)]
    [InlineData(null, null, 0)]
    public async Task ShowsTheTagAndWarnsWhereItNamesNoActiveNamespace(string? value, string? name, int warnings)
    {
        if (value is not null)
            iam.Tags(user)[Key] = value;
        var tag = await Tagging().GetAsync(Ann, default);
        Assert.Equal((value, name, false), (tag.NamespaceId, tag.Namespace, tag.IsChanged));
        Assert.Equal(warnings, audience.Warnings.Count);
    }

    [Fact]
    public async Task SaysThatTheQuotaOfTagsIsReached()
    {
        for (var i = 0; i < FakeIam.TagQuota; i++)
            iam.Tags(user)[$"t{i}"] = "x";
        var error = await Assert.ThrowsAsync<DdbException>(() => Tagging().SetAsync(Ann, "a7x3kq", null, default));
        Assert.Equal("TagQuotaReached", error.ErrorId);
        Assert.Empty(iam.Changes);
    }

    [Fact]
    public async Task RefusesAUserThatIsNotThere() =>
        Assert.Equal("UserNotFound", (await Assert.ThrowsAsync<DdbException>(() =>
            Tagging().GetAsync(new PrincipalReference(new IamPrincipal(IamPrincipalType.User, "bob"), null), default))).ErrorId);

    private static (string? Before, string? Now, bool IsChanged) Parts(DdbNamespaceIamTag? tag) => (tag!.PreviousNamespaceId, tag.NamespaceId, tag.IsChanged);

    private NamespaceTagging Tagging(FakeAudience? asked = null) => new(iam, new PrincipalChange(new CallSubject("user", "ann")), asked ?? audience, "limits", (id, _) =>
        Task.FromResult(id switch
        {
            "a7x3kq" => new DdbNamespace("limits", "default", id, DdbNamespace.Active, null, null),
            "old1" => new DdbNamespace("limits", "legacy", id, DdbNamespace.Deleted, null, null),
            _ => null,
        }));

    private static PrincipalReference Ann { get; } = new(new IamPrincipal(IamPrincipalType.User, "ann"), null);
}
