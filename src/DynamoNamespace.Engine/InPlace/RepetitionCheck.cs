using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.InPlace;

/// <summary>Tells whether an item that a rule is for has what the rule would make of it as it is now. An instance serves one thread.</summary>
internal sealed class RepetitionCheck
{
    private readonly ItemComparison comparison = new();
    private readonly ItemBlock scratch = new();

    /// <returns>The attributes that are otherwise; empty where all are as the rule makes them, or where that cannot be told.</returns>
    public IReadOnlyList<string> FindWrong(InPlaceRule rule, in Item item)
    {
        scratch.Clear();
        if (!rule.TryRepeat(item, scratch, out var repetition, out var problem))
            return problem is null ? [] : [.. rule.Written.Select(name => name.Text)];
        return rule.UpdateTo(item, repetition, comparison) is { } update ? [.. update.Changed.Select(name => name.Text)] : [];
    }
}
