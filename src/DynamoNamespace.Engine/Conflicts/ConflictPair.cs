using System.Text;
using System.Text.Json;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Conflicts;

/// <summary>The two items of a conflict as they are now, read consistently. They may be looked at until this is disposed.</summary>
internal sealed class ConflictPair : IDisposable
{
    private readonly FoundItems sources;
    private readonly FoundItems copies;

    private ConflictPair(ItemBlock block, Item sourceKey, FoundItems sources, Item targetKey, FoundItems copies)
    {
        Block = block;
        this.sources = sources;
        this.copies = copies;
        SourceKey = sourceKey;
        TargetKey = targetKey;
        Old = sources.TryGet(sourceKey, out var old) ? old : null;
        Copy = copies.TryGet(targetKey, out var copy) ? copy : null;
    }

    /// <summary>Where what is made of them may be kept.</summary>
    public ItemBlock Block { get; }

    public Item SourceKey { get; }

    public Item TargetKey { get; }

    /// <summary>The old item; null where it is gone.</summary>
    public Item? Old { get; }

    /// <summary>The item under the target key; null where it is gone.</summary>
    public Item? Copy { get; }

    public static async Task<ConflictPair> ReadAsync(MigrationSession session, DdbMigrationConflict conflict, CancellationToken cancellationToken)
    {
        var block = new ItemBlock();
        try
        {
            var source = ParseKey(session.Calls, conflict.SourceKeyJson, "SourceKeyJson", block);
            var target = ParseKey(session.Target, conflict.TargetKeyJson, "TargetKeyJson", block);
            if (session.IsOneTable)
            {
                var both = await session.Calls.GetAsync([source, target], consistent: true, cancellationToken);
                return new ConflictPair(block, source, both, target, both);
            }

            var old = await session.Calls.GetAsync([source], consistent: true, cancellationToken);
            return new ConflictPair(block, source, old, target, await session.Target.GetAsync([target], consistent: true, cancellationToken));
        }
        catch
        {
            block.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        sources.Dispose();
        if (!ReferenceEquals(sources, copies))
            copies.Dispose();
        Block.Dispose();
    }

    private static Item ParseKey(ItemCalls calls, string? json, string name, ItemBlock block)
    {
        try
        {
            var key = ItemReader.Parse(Encoding.UTF8.GetBytes(json ?? ""), block);
            if (calls.Table.Key.Covers(key))
                return calls.Table.Key.Extract(key, block);
        }
        catch (JsonException)
        {
            // Said below.
        }

        throw new DdbException("InvalidConflictKey", DdbErrorKind.InvalidArgument, json,
            $"{name} is '{json}', which is no key of table '{calls.Table.Name}' ({calls.Table.Key}) in DynamoDB JSON. Nothing was changed. Take it from Get-DdbMigrationConflict.");
    }
}
