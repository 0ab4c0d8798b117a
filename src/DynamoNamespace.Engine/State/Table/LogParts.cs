namespace DynamoNamespace.Engine.State.Table;

/// <summary>
/// The bytes of an entry that is too large for one item, in items of their own. They are written before the entry, so
/// that an entry is whole once it can be read.
/// </summary>
internal sealed class LogParts(StateTable table, string partition, string log)
{
    /// <summary>An item takes 400 KB in all.</summary>
    public const int Bytes = 320 * 1024;

    /// <returns>How many parts there are; 0 where the bytes fit in the entry itself.</returns>
    public async Task<int> WriteAsync(string version, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        if (data.Length <= Bytes)
            return 0;
        var parts = (data.Length + Bytes - 1) / Bytes;
        for (var part = 0; part < parts; part++)
        {
            var bytes = data.Slice(part * Bytes, Math.Min(Bytes, data.Length - (part * Bytes)));
            var attributes = StateValue.Attributes((StateAttributes.Data, StateValue.Of(bytes)));
            await table.PutAsync(partition, KeyOf(version, part), attributes, new StateExpression(), cancellationToken);
        }

        return parts;
    }

    /// <returns>The bytes of an entry; null of a marker.</returns>
    public async Task<byte[]?> ReadAsync(StateItem entry, CancellationToken cancellationToken)
    {
        if (entry.FindNumber(StateAttributes.Parts) is not { } parts)
            return entry.FindBytes(StateAttributes.Data);
        using var data = new MemoryStream();
        for (var part = 0; part < parts; part++)
        {
            var key = KeyOf(entry.Text(StateAttributes.Version), part);
            var item = await table.GetAsync(partition, key, cancellationToken);
            if (item?.FindBytes(StateAttributes.Data) is not { } bytes)
                throw entry.Unreadable($"part {part + 1} of {parts} of its bytes is missing");
            data.Write(bytes);
        }

        return data.ToArray();
    }

    /// <summary>
    /// Deletes an entry, which has at least its key, version and number of parts, and its parts after it.
    /// </summary>
    public async Task DeleteAsync(StateItem entry, CancellationToken cancellationToken)
    {
        await table.DeleteAsync(partition, entry.SortKey, cancellationToken);
        for (var part = 0; part < (entry.FindNumber(StateAttributes.Parts) ?? 0); part++)
            await table.DeleteAsync(partition, KeyOf(entry.Text(StateAttributes.Version), part), cancellationToken);
    }

    private string KeyOf(string version, int part) => StateKeys.LogPart(log, version, part);
}
