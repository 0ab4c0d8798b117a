using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace DynamoNamespace.Engine.State.Table;

/// <summary>
/// What a write changes and on which condition. Every name is an alias, since many are reserved words.
/// </summary>
internal sealed class StateExpression
{
    private readonly List<string> sets = [];
    private readonly List<string> removes = [];
    private readonly List<string> adds = [];
    private readonly List<string> conditions = [];

    public Dictionary<string, string> Names { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, AttributeValue> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the answer is to hold the changed attributes.</summary>
    public bool ReturnsNew { get; init; }

    public string Update => $"{Clause("SET", sets)} {Clause("REMOVE", removes)} {Clause("ADD", adds)}".Trim();

    /// <summary>Null where there is none, as the SDK takes it.</summary>
    public string? Condition => conditions.Count == 0 ? null : string.Join(" AND ", conditions);

    public StateExpression Set(string attribute, string text) => Set(attribute, StateValue.Of(text));

    public StateExpression Set(string attribute, long number) => Set(attribute, StateValue.Of(number));

    public StateExpression Set(string attribute, DateTimeOffset time) => Set(attribute, StateValue.Of(time));

    public StateExpression Set(string attribute, ReadOnlyMemory<byte> bytes) => Set(attribute, StateValue.Of(bytes));

    /// <summary>Not every engine takes an empty text.</summary>
    public StateExpression SetOrRemove(string attribute, string text) =>
        text.Length == 0 ? Remove(attribute) : Set(attribute, text);

    public StateExpression Remove(params string[] attributes)
    {
        foreach (var attribute in attributes)
            removes.Add(Name(attribute));
        return this;
    }

    public StateExpression Add(string attribute, long number) =>
        With(adds, $"{Name(attribute)} {Value(StateValue.Of(number))}");

    public StateExpression RequireExists() => With(conditions, $"attribute_exists({Name(StateKeys.Sort)})");

    public StateExpression RequireNew() => With(conditions, $"attribute_not_exists({Name(StateKeys.Sort)})");

    public StateExpression Require(string attribute, string text) => Require(attribute, StateValue.Of(text));

    public StateExpression Require(string attribute, long number) => Require(attribute, StateValue.Of(number));

    /// <summary>Requires the version that was read; null where there was no item.</summary>
    public StateExpression RequireVersion(string? version) =>
        version is null ? RequireNew() : Require(StateAttributes.Version, version);

    public StateExpression RequireAbsentOrLess(string attribute, long number) =>
        RequireAbsentOrLess(attribute, StateValue.Of(number));

    public StateExpression RequireAbsentOrLess(string attribute, DateTimeOffset time) =>
        RequireAbsentOrLess(attribute, StateValue.Of(time));

    private StateExpression Set(string attribute, AttributeValue value) =>
        With(sets, $"{Name(attribute)} = {Value(value)}");

    private StateExpression Require(string attribute, AttributeValue value) =>
        With(conditions, $"{Name(attribute)} = {Value(value)}");

    private StateExpression RequireAbsentOrLess(string attribute, AttributeValue value) =>
        With(conditions, $"(attribute_not_exists({Name(attribute)}) OR {Name(attribute)} < {Value(value)})");

    private static string Clause(string word, List<string> parts) =>
        parts.Count == 0 ? "" : $"{word} {string.Join(", ", parts)}";

    private StateExpression With(List<string> list, string part)
    {
        list.Add(part);
        return this;
    }

    private string Name(string attribute)
    {
        var alias = $"#{attribute}";
        Names[alias] = attribute;
        return alias;
    }

    private string Value(AttributeValue value)
    {
        var alias = string.Create(CultureInfo.InvariantCulture, $":v{Values.Count}");
        Values[alias] = value;
        return alias;
    }
}
