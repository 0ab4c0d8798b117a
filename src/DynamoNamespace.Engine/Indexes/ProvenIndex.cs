using DynamoNamespace.Engine.Aws;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>An index that is compared with its table: what it should hold, what was read, and what was found.</summary>
/// <param name="Entries">What it should hold.</param>
/// <param name="Calls">The calls on it, within its own capacity.</param>
/// <param name="Ledger">What was read.</param>
/// <param name="Found">What was found.</param>
internal sealed record ProvenIndex(IndexEntries Entries, ItemCalls Calls, IndexLedger Ledger, IndexFindings Found) : IDisposable
{
    public string Name => Entries.Index.Name;

    public void Dispose() => Ledger.Dispose();
}
