using System.Runtime.InteropServices;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;

namespace DynamoNamespace.Engine.Migration;

/// <summary>An old item on its way: what is kept of it, what it became, and by which rule.</summary>
/// <param name="Source">The old item for a delete, just its key for a copy.</param>
/// <param name="Mapped">The new item.</param>
/// <param name="Rule">The rule that made it.</param>
/// <param name="Page">The page that it came from, which waits until it is settled.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MigratingItem(Item Source, Item Mapped, MappingRule Rule, PageProgress Page);

/// <summary>Items that are written with one request. They live in the batch's own block until it is disposed.</summary>
internal sealed class WriteBatch : IDisposable
{
    /// <summary>A batch is closed early above this size, so that a few large items do not make one enormous request.</summary>
    private const int MaximumBytes = 256 * 1024;

    private readonly List<MigratingItem> items = new(StatementText.MaximumStatements);

    public ItemBlock Block { get; } = new(32 * 1024, 512);

    public IReadOnlyList<MigratingItem> Items => items;

    public void Add(MigratingItem item) => items.Add(item);

    public bool IsFull(int batchSize) => items.Count >= batchSize || (items.Count > 0 && Block.Length >= MaximumBytes);

    public void Dispose() => Block.Dispose();
}
