using Amazon.DynamoDBv2.Model;

namespace DynamoNamespace.Engine.State.Table;

/// <summary>
/// Appends to one log for one holder. Entries have consecutive numbers, whoever appends, and an entry is only put where
/// nothing stands. So an append that was given up can arrive late only in the place of this holder's next one, which
/// then goes behind it; and a holder that was replaced finds its place taken as soon as the next one has written to the
/// log.
/// </summary>
internal sealed class LogWriter(StateTable table, string partition, string log, TableLease lease)
{
    private readonly SemaphoreSlim gate = new(1);
    private readonly LogParts parts = new(table, partition, log);
    private long? last;

    /// <returns>The entry's number.</returns>
    public Task<long> AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        lease.HoldingAsync(token => PutInTurnAsync(StatePayload.Pack(bytes), token), cancellationToken);

    /// <summary>Appends an entry without content.</summary>
    public Task<long> MarkAsync(CancellationToken cancellationToken) =>
        AppendAsync(ReadOnlyMemory<byte>.Empty, cancellationToken);

    private async Task<long> PutInTurnAsync(StatePayload payload, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            last ??= await FindEndAsync(cancellationToken);
            return await PutNextAsync(payload, last.Value, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<long> PutNextAsync(StatePayload payload, long end, CancellationToken cancellationToken)
    {
        var version = StateValue.NewVersion();
        var attributes = await WritePartsAsync(payload, version, cancellationToken);
        for (var number = end + 1; ; number++)
        {
            var isPut = await TryPutAsync(number, version, attributes, cancellationToken);
            // Only a holder can know that no later holder has removed the place that this entry went to.
            lease.Require();
            last = number;
            if (isPut)
                return number;
        }
    }

    /// <returns>The attributes of the entry itself.</returns>
    private async Task<Dictionary<string, AttributeValue>> WritePartsAsync(
        StatePayload payload, string version, CancellationToken cancellationToken)
    {
        var attributes = StateValue.Attributes(
            (StateAttributes.Version, StateValue.Of(version)),
            (StateAttributes.Fence, StateValue.Of(lease.Holder.Fence)),
            (StateAttributes.Size, StateValue.Of(payload.Size)));
        if (payload.Encoding.Length > 0)
            attributes[StateAttributes.Encoding] = StateValue.Of(payload.Encoding);
        var count = await parts.WriteAsync(version, payload.Data, cancellationToken);
        if (count > 0)
            attributes[StateAttributes.Parts] = StateValue.Of(count);
        else if (payload.Size > 0)
            attributes[StateAttributes.Data] = StateValue.Of(payload.Data);
        return attributes;
    }

    private async Task<bool> TryPutAsync(
        long number, string version, Dictionary<string, AttributeValue> attributes, CancellationToken cancellationToken)
    {
        var key = StateKeys.LogEntry(log, number);
        try
        {
            await table.PutAsync(partition, key, attributes, new StateExpression().RequireNew(), cancellationToken);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            if ((await table.GetAsync(partition, key, cancellationToken))?.Version == version)
                return true;
            // It is an append of this holder's that was given up, or another holder's.
            await lease.VerifyAsync(cancellationToken);
            return false;
        }
    }

    private async Task<long> FindEndAsync(CancellationToken cancellationToken)
    {
        var header = LogHeader.Read(await table.GetAsync(partition, StateKeys.LogHeader(log), cancellationToken));
        var query = new StateQuery(partition, StateKeys.LogEntry(log, 0), StateKeys.LastLogEntry(log))
        {
            IsLastOnly = true,
            Only = [],
        };
        await foreach (var page in table.QueryAsync(query, cancellationToken))
        {
            foreach (var item in page)
                return Math.Max(header.End, StateKeys.NumberOf(log, item.SortKey) ?? 0);
        }

        return header.End;
    }
}
