using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Files;

/// <summary>Items that are put with one request. They live in the batch's own block until it is disposed.</summary>
internal sealed class ImportBatch : IDisposable
{
    /// <summary>A batch is closed early above this size, so that a few large items do not make one enormous request.</summary>
    private const int MaximumBytes = 256 * 1024;

    private readonly List<Item> items = new(StatementText.MaximumStatements);

    public ItemBlock Block { get; } = new(32 * 1024, 512);

    public IReadOnlyList<Item> Items => items;

    public void Add(in Item item) => items.Add(item);

    public bool IsFull(int batchSize) => items.Count >= batchSize || (items.Count > 0 && Block.Length >= MaximumBytes);

    public void Dispose() => Block.Dispose();
}
