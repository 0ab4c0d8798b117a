using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Verification;

/// <summary>Looks for the items that a mapping says the target table should hold.</summary>
internal sealed class ExpectedItems(MigrationSession session)
{
    public async Task<IReadOnlyList<ExpectedItem>> FindMissingAsync(CancellationToken cancellationToken)
    {
        var missing = new List<ExpectedItem>();
        using var block = new ItemBlock();
        foreach (var expected in session.Mapping.ExpectedItems)
        {
            var key = BuildKey(expected, block);
            using var found = await session.Target.GetAsync([key], consistent: true, cancellationToken);
            if (!found.TryGet(key, out _))
                missing.Add(expected);
        }

        return missing;
    }

    private Item BuildKey(ExpectedItem expected, ItemBlock block)
    {
        var builder = new ItemBuilder(block);
        foreach (var attribute in session.Target.Table.Key.Attributes)
            builder.Add(JsonText.Escape(attribute.Name), attribute.Type, JsonText.Escape(expected.Key[attribute.Name]));

        return builder.Build();
    }
}
