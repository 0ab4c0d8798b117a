using System.Text.RegularExpressions;
using DynamoNamespace.Engine.Identity.Policies;
using DynamoNamespace.Tests.Unit.Items;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Identity;

/// <summary>Patterns match what a regular expression for the same rule matches.</summary>
public sealed class WildcardPatternTests
{
    private static readonly Gen<string> Patterns = Gen.Elements('a', 'A', 'b', '/', ':', '*', '*', '?').ArrayOf().Select(chars => new string(chars));

    private static readonly Gen<string> Texts = Gen.Elements('a', 'A', 'b', '/', ':').ArrayOf().Select(chars => new string(chars));

    /// <summary>Pairs that match and pairs that do not: half of the texts are made from the pattern.</summary>
    private static readonly Arbitrary<(string Pattern, string Text)> Pairs = Arb.From(
        from pattern in Patterns
        from filling in Texts
        from other in Texts
        from isFilled in Gen.Elements(true, false)
        select (pattern, isFilled ? pattern.Replace("*", filling, StringComparison.Ordinal).Replace("?", "b", StringComparison.Ordinal) : other));

    [Fact]
    public void PlainTextMatchesAsARegularExpressionDoes()
    {
        var matched = 0;
        Properties.ForAll(Pairs, pair =>
        {
            var expected = IsMatch(Quote(pair.Pattern, _ => "."), pair.Text);
            matched += expected ? 1 : 0;
            Assert.Equal(expected, WildcardPattern.IsMatch(WildcardPattern.Tokens(pair.Pattern), pair.Text));
            Assert.Equal(IsMatch(Quote(pair.Pattern, _ => "."), pair.Text, RegexOptions.IgnoreCase), WildcardPattern.IsMatch(WildcardPattern.Tokens(pair.Pattern), pair.Text, ignoreCase: true));
        });
        Assert.InRange(matched, 60, 290);
    }

    [Fact]
    public void AnArnOfAConditionMatchesPartByPart() => Properties.ForAll(Pairs, pair =>
    {
        var colons = 0;
        var regex = string.Concat(pair.Pattern.Select(character =>
        {
            var any = colons < 5 ? "[^:]" : ".";
            colons += character == ':' ? 1 : 0;
            return Quote(character.ToString(), _ => any);
        }));
        Assert.Equal(IsMatch(regex, pair.Text), WildcardPattern.IsMatch(ArnShape.Condition([.. WildcardPattern.Tokens(pair.Pattern)]), pair.Text));
    });

    [Fact]
    public void AResourcesWildcardStaysInItsPartUnlessItEndsIt() => Properties.ForAll(Pairs, pair =>
    {
        var pattern = pair.Pattern + string.Concat(Enumerable.Repeat(":*", Math.Max(0, 5 - pair.Pattern.Count(character => character == ':'))));
        var regex = Quote(pattern, index => pattern[index] == '*' && (index + 1 == pattern.Length || pattern[index + 1] == ':') ? "." : "[^:]");
        foreach (var text in new[] { pair.Text, pair.Text + ":a:b:a:b:a" })
            Assert.Equal(IsMatch(regex, text), WildcardPattern.IsMatch(ArnShape.CompletedResource([.. WildcardPattern.Tokens(pair.Pattern)]), text));
    });

    [Fact]
    public void ManyWildcardsTakeNoLongTime()
    {
        var pattern = string.Concat(Enumerable.Repeat("*a", 200)) + "b";
        Assert.False(WildcardPattern.IsMatch(WildcardPattern.Tokens(pattern), new string('a', 2000)));
    }

    private static string Quote(string pattern, Func<int, string> any) => string.Concat(pattern.Select((character, index) => character switch
    {
        '*' => any(index) + "*",
        '?' => any(index),
        _ => Regex.Escape(character.ToString()),
    }));

    private static bool IsMatch(string regex, string text, RegexOptions options = RegexOptions.None) =>
        Regex.IsMatch(text, $"^(?:{regex})\\z", options | RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking);
}
