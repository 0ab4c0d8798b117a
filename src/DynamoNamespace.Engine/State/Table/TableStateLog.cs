using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.State.Table;

/// <summary>
/// A log as items with consecutive numbers, one an append, and a header that says what of them was removed.
/// </summary>
internal sealed class TableStateLog(StateTable table, TablePlanState plan, string name) : IStateLog
{
    private const int DeletesAtOnce = 8;

    private readonly LogParts parts = new(table, plan.Partition, name);

    public async Task<LogPosition> AppendAsync(
        ReadOnlyMemory<byte> bytes, ILease lease, CancellationToken cancellationToken)
    {
        if (bytes.IsEmpty)
            throw new ArgumentException("There is nothing to append.", nameof(bytes));
        return new LogPosition(await plan.Own(lease).Writer(name).AppendAsync(bytes, cancellationToken));
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        LogCursor cursor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await plan.RequireReadableAsync(cancellationToken);
        await foreach (var page in table.QueryAsync(Range(cursor.Offset + 1, null), cancellationToken))
        {
            if (page.Count == 0)
                continue;
            // After the page: what is removed of it by now is not handed out.
            var header = await ReadHeaderAsync(cancellationToken);
            foreach (var item in page)
            {
                var number = NumberOf(item);
                var data = header.IsRemoved(number) ? null : await ReadDataAsync(item, number, cancellationToken);
                cursor.Offset = number;
                if (data is not null)
                    yield return StatePayload.Unpack(item, data);
            }
        }
    }

    public async Task TruncateAsync(LogPosition? position, ILease lease, CancellationToken cancellationToken)
    {
        var holder = plan.Own(lease);
        // The marker takes the place that an append of a holder before may still be on its way to.
        var marker = await holder.Writer(name).MarkAsync(cancellationToken);
        var after = position?.Offset ?? 0;
        await holder.HoldingAsync(async token =>
        {
            await ChangeHeaderAsync(
                header => position is null ? header.RemoveBefore(marker) : header.Void(after, marker), holder, token);
            return await DeleteAsync(after + 1, marker - 1, token);
        }, cancellationToken);
    }

    public async Task RemoveThroughAsync(LogPosition position, ILease lease, CancellationToken cancellationToken)
    {
        var holder = plan.Own(lease);
        await holder.HoldingAsync(async token =>
        {
            await ChangeHeaderAsync(header => header.RemoveThrough(position.Offset), holder, token);
            return await DeleteAsync(1, position.Offset, token);
        }, cancellationToken);
    }

    /// <returns>
    /// Null of a marker, and of an entry whose parts are gone because it was removed after its page was read.
    /// </returns>
    private async Task<byte[]?> ReadDataAsync(StateItem entry, long number, CancellationToken cancellationToken)
    {
        try
        {
            return await parts.ReadAsync(entry, cancellationToken);
        }
        catch (DdbException)
        {
            var header = await ReadHeaderAsync(cancellationToken);
            if (header.IsRemoved(number))
                return null;
            throw;
        }
    }

    private async Task<LogHeader> ReadHeaderAsync(CancellationToken cancellationToken) =>
        LogHeader.Read(await table.GetAsync(plan.Partition, StateKeys.LogHeader(name), cancellationToken));

    private async Task ChangeHeaderAsync(
        Func<LogHeader, LogHeader> change, TableLease lease, CancellationToken cancellationToken)
    {
        while (true)
        {
            var item = await table.GetAsync(plan.Partition, StateKeys.LogHeader(name), cancellationToken);
            // A later lease has removed something: then it matters whether this one is still held.
            if (item?.FindNumber(StateAttributes.Fence) > lease.Holder.Fence)
                await lease.VerifyAsync(cancellationToken);
            var header = LogHeader.Read(item);
            var changed = change(header);
            lease.Require();
            if (ReferenceEquals(changed, header))
                return;
            try
            {
                var expression = new StateExpression()
                    .Set(StateAttributes.Version, StateValue.NewVersion())
                    .Set(StateAttributes.Fence, lease.Holder.Fence)
                    .RequireVersion(item?.Version);
                changed.Set(expression);
                await table.UpdateAsync(plan.Partition, StateKeys.LogHeader(name), expression, cancellationToken);
                return;
            }
            catch (ConditionalCheckFailedException)
            {
                // Its answer was lost, and then nothing is left to change; or another holder has changed it.
            }
        }
    }

    /// <summary>Deletes entries that the header calls removed.</summary>
    /// <returns>Whether there was anything.</returns>
    private async Task<bool> DeleteAsync(long from, long through, CancellationToken cancellationToken)
    {
        if (through < from)
            return false;
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = DeletesAtOnce,
            CancellationToken = cancellationToken,
        };
        var query = Range(from, through) with { Only = [StateAttributes.Version, StateAttributes.Parts] };
        var isAny = false;
        await foreach (var page in table.QueryAsync(query, cancellationToken))
        {
            isAny |= page.Count > 0;
            await Parallel.ForEachAsync(page, parallel, async (item, token) => await parts.DeleteAsync(item, token));
        }

        return isAny;
    }

    private long NumberOf(StateItem item) =>
        StateKeys.NumberOf(name, item.SortKey) ?? throw item.Unreadable("its key does not end in a number");

    private StateQuery Range(long from, long? through)
    {
        var last = through is { } number ? StateKeys.LogEntry(name, number) : StateKeys.LastLogEntry(name);
        return new StateQuery(plan.Partition, StateKeys.LogEntry(name, from), last);
    }
}
