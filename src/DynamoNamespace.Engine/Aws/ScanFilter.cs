using System.Globalization;
using System.Text;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Aws;

/// <summary>A comparison that a filter makes of one attribute. One of the three.</summary>
/// <param name="Attribute">The attribute.</param>
/// <param name="Exists">Whether it must be there or must not; ignored where values are given.</param>
/// <param name="Values">The values, each with its type, of which it must be one.</param>
internal sealed record FilterTerm(string Attribute, bool Exists, IReadOnlyList<(AttributeType Type, string Text)> Values);

/// <summary>
/// Which of the items that a scan reads come back: those that meet every term of at least one alternative. A filter is applied after the read, so it saves
/// what goes over the network and not read units
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html#Scan.FilterExpression).
/// </summary>
internal sealed class ScanFilter
{
    /// <summary>The longest expression that DynamoDB takes, and how many operands IN may have
    /// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters).</summary>
    private const int MaximumExpressionBytes = 4096;
    private const int MaximumOperators = 300;
    public const int MaximumOperands = 100;

    private ScanFilter(IReadOnlyList<IReadOnlyList<FilterTerm>> alternatives, byte[] json)
    {
        Alternatives = alternatives;
        Json = json;
    }

    public IReadOnlyList<IReadOnlyList<FilterTerm>> Alternatives { get; }

    /// <summary>The members of a Scan request, with a comma before.</summary>
    public byte[] Json { get; }

    /// <summary>The filter, or null where none is needed or DynamoDB would not take it.</summary>
    public static ScanFilter? Of(IReadOnlyList<IReadOnlyList<FilterTerm>> alternatives)
    {
        if (alternatives.Count == 0 || alternatives.Any(terms => terms.Count == 0) || alternatives.Sum(terms => terms.Sum(Operators)) > MaximumOperators)
            return null;
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var values = new List<(AttributeType Type, string Text)>();
        var expression = string.Join(" OR ", alternatives.Select(terms => $"({string.Join(" AND ", terms.Select(term => Write(term, names, values)))})"));
        return expression.Length > MaximumExpressionBytes ? null : new ScanFilter(alternatives, ToJson(expression, names, values));
    }

    /// <summary>Each comparison counts, and so do the AND or OR before it and each operand.</summary>
    private static int Operators(FilterTerm term) => 2 + term.Values.Count;

    private static string Write(FilterTerm term, Dictionary<string, string> names, List<(AttributeType, string)> values)
    {
        if (!names.TryGetValue(term.Attribute, out var name))
            names[term.Attribute] = name = string.Create(CultureInfo.InvariantCulture, $"#f{names.Count}");
        if (term.Values.Count == 0)
            return term.Exists ? $"attribute_exists({name})" : $"attribute_not_exists({name})";
        var operands = new List<string>();
        foreach (var value in term.Values)
        {
            operands.Add(string.Create(CultureInfo.InvariantCulture, $":f{values.Count}"));
            values.Add(value);
        }

        return $"{name} IN ({string.Join(",", operands)})";
    }

    private static byte[] ToJson(string expression, Dictionary<string, string> names, List<(AttributeType Type, string Text)> values)
    {
        var json = new StringBuilder($",\"FilterExpression\":\"{expression}\",\"ExpressionAttributeNames\":{{");
        json.AppendJoin(',', names.Select(pair => $"\"{pair.Value}\":\"{Escape(pair.Key)}\"")).Append('}');
        if (values.Count > 0)
        {
            json.Append(",\"ExpressionAttributeValues\":{");
            json.AppendJoin(',', values.Select((value, index) => string.Create(CultureInfo.InvariantCulture, $"\":f{index}\":{{\"{AttributeValue.NameOf(value.Type)}\":\"{Escape(value.Text)}\"}}")));
            json.Append('}');
        }

        return Encoding.UTF8.GetBytes(json.ToString());
    }

    private static string Escape(string text) => Encoding.UTF8.GetString(JsonText.Escape(text));
}
