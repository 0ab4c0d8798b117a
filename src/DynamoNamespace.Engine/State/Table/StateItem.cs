using System.Globalization;
using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.State.Table;

/// <summary>An item of a state table as it was read.</summary>
internal sealed class StateItem(string tableName, IReadOnlyDictionary<string, AttributeValue> attributes)
{
    public string SortKey => Text(StateKeys.Sort);

    public string? Version => FindText(StateAttributes.Version);

    public bool Has(string attribute) => attributes.ContainsKey(attribute);

    public string Text(string attribute) => FindText(attribute) ?? throw Missing(attribute);

    public string? FindText(string attribute) => attributes.GetValueOrDefault(attribute)?.S;

    public long Number(string attribute) => FindNumber(attribute) ?? throw Missing(attribute);

    public long? FindNumber(string attribute)
    {
        var text = attributes.GetValueOrDefault(attribute)?.N;
        const NumberStyles style = NumberStyles.AllowLeadingSign;
        return long.TryParse(text, style, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    public DateTimeOffset Time(string attribute) => FindTime(attribute) ?? throw Missing(attribute);

    public DateTimeOffset? FindTime(string attribute)
    {
        if (FindText(attribute) is not { } text)
            return null;
        return StateValue.TryReadTime(text, out var time) ? time : throw Missing(attribute);
    }

    public byte[]? FindBytes(string attribute) => attributes.GetValueOrDefault(attribute)?.B?.ToArray();

    public DdbException Unreadable(string why, Exception? inner = null)
    {
        var key = $"{FindText(StateKeys.Partition)}/{FindText(StateKeys.Sort)}";
        return StateTableErrors.Unreadable(tableName, key, why, inner);
    }

    private DdbException Missing(string attribute) =>
        Unreadable($"its attribute '{attribute}' is missing or is not what it should be");
}
