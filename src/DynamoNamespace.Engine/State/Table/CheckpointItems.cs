using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Engine.Checkpoints;

namespace DynamoNamespace.Engine.State.Table;

/// <summary>
/// Checkpoints, in the item of their operation's lease, so that a save is one write on the condition that the lease is
/// still the holder's own. One that is too large for that stands in items of its own, which are written before the
/// lease's item names them.
/// </summary>
internal sealed class CheckpointItems(StateTable table, string partition)
{
    /// <summary>An item takes 400 KB in all.</summary>
    private const int PartBytes = 320 * 1024;

    private const int ReadAttempts = 8;

    private static readonly JsonSerializerOptions JsonOptions = new(RecordLog.JsonOptions) { MaxDepth = 256 };
    private static readonly string[] Attributes =
    [
        StateAttributes.Data, StateAttributes.Encoding, StateAttributes.Size,
        StateAttributes.Save, StateAttributes.Parts,
    ];

    public async Task<Checkpoint?> ReadAsync(RunOperation operation, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var item = await table.GetAsync(partition, StateKeys.Operation(operation), cancellationToken);
            if (item is null || !item.Has(StateAttributes.Size))
                return null;
            var data = item.FindBytes(StateAttributes.Data) ?? await ReadPartsAsync(item, operation, cancellationToken);
            if (data is not null)
                return Parse(item, StatePayload.Unpack(item, data));
            // A later save has replaced the parts between the two reads.
            if (attempt == ReadAttempts)
                throw item.Unreadable("parts of the checkpoint are missing");
        }
    }

    public async Task SaveAsync(Checkpoint checkpoint, TableLease lease, CancellationToken cancellationToken)
    {
        var payload = StatePayload.Pack(JsonSerializer.SerializeToUtf8Bytes(checkpoint, JsonOptions));
        await lease.Saving.WaitAsync(cancellationToken);
        try
        {
            await lease.HoldingAsync(
                token => SaveAsync(checkpoint.Operation, payload, lease, token), cancellationToken);
        }
        finally
        {
            lease.Saving.Release();
        }
    }

    private async Task<string?> SaveAsync(
        RunOperation operation, StatePayload payload, TableLease lease, CancellationToken cancellationToken)
    {
        var save = payload.Data.Length > PartBytes
            ? await WritePartsAsync(operation, payload.Data, lease, cancellationToken)
            : null;
        await lease.WriteAsync(expression => Set(expression, payload, save), cancellationToken);
        if (lease.MayHaveParts)
            await SweepAsync(operation, save, lease, cancellationToken);
        lease.MayHaveParts = save is not null;
        return save;
    }

    /// <summary>
    /// Forgets a checkpoint: of the lease's own operation, or of another one that is not to be resumed any more.
    /// </summary>
    public async Task DeleteAsync(RunOperation operation, TableLease lease, CancellationToken cancellationToken)
    {
        if (operation == lease.Holder.Operation)
            await lease.WriteAsync(static expression => expression.Remove(Attributes), cancellationToken);
        else if (!await TryDeleteOtherAsync(operation, lease, cancellationToken))
            return;
        await SweepAsync(operation, null, lease, cancellationToken);
    }

    /// <summary>
    /// The item's version changes, so a holder that is at work all the same goes on, and saves its checkpoint again.
    /// </summary>
    private async Task<bool> TryDeleteOtherAsync(
        RunOperation operation, TableLease lease, CancellationToken cancellationToken)
    {
        while (true)
        {
            var item = await table.GetAsync(partition, StateKeys.Operation(operation), cancellationToken);
            if (item is null || !item.Has(StateAttributes.Size))
                return false;
            await lease.VerifyAsync(cancellationToken);
            try
            {
                await table.UpdateAsync(partition, StateKeys.Operation(operation), new StateExpression()
                    .Remove(Attributes)
                    .Set(StateAttributes.Version, StateValue.NewVersion())
                    .RequireVersion(item.Version), cancellationToken);
                return true;
            }
            catch (ConditionalCheckFailedException)
            {
                // Its answer was lost, or its holder has saved in the same moment.
            }
        }
    }

    private static void Set(StateExpression expression, StatePayload payload, string? save)
    {
        expression.Set(StateAttributes.Size, payload.Size).SetOrRemove(StateAttributes.Encoding, payload.Encoding);
        if (save is null)
        {
            expression.Set(StateAttributes.Data, payload.Data).Remove(StateAttributes.Save, StateAttributes.Parts);
            return;
        }

        expression
            .Set(StateAttributes.Save, save)
            .Set(StateAttributes.Parts, CountParts(payload.Data))
            .Remove(StateAttributes.Data);
    }

    private static int CountParts(ReadOnlyMemory<byte> data) => (data.Length + PartBytes - 1) / PartBytes;

    private static Checkpoint Parse(StateItem item, byte[] json)
    {
        try
        {
            var checkpoint = JsonSerializer.Deserialize<Checkpoint>(json, JsonOptions);
            return checkpoint is { Format: Checkpoint.CurrentFormat }
                ? checkpoint
                : throw item.Unreadable(
                    $"its format is '{checkpoint?.Format}', and this version reads '{Checkpoint.CurrentFormat}'");
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            throw item.Unreadable(error.Message.TrimEnd('.'), error);
        }
    }

    private async Task<string> WritePartsAsync(
        RunOperation operation, ReadOnlyMemory<byte> data, TableLease lease, CancellationToken cancellationToken)
    {
        // A number that was used for a save which was given up is not used again: its parts may still arrive.
        var save = StateKeys.CheckpointSave(lease.Holder.Fence, ++lease.SavesInParts);
        lease.MayHaveParts = true;
        for (var part = 0; part < CountParts(data); part++)
        {
            var bytes = data.Slice(part * PartBytes, Math.Min(PartBytes, data.Length - (part * PartBytes)));
            var attributes = StateValue.Attributes((StateAttributes.Data, StateValue.Of(bytes)));
            var key = StateKeys.CheckpointPart(operation, save, part);
            await table.PutAsync(partition, key, attributes, new StateExpression(), cancellationToken);
        }

        return save;
    }

    private async Task<byte[]?> ReadPartsAsync(
        StateItem item, RunOperation operation, CancellationToken cancellationToken)
    {
        using var data = new MemoryStream();
        var save = item.Text(StateAttributes.Save);
        for (var part = 0; part < item.Number(StateAttributes.Parts); part++)
        {
            var found = await table.GetAsync(
                partition, StateKeys.CheckpointPart(operation, save, part), cancellationToken);
            if (found?.FindBytes(StateAttributes.Data) is not { } bytes)
                return null;
            data.Write(bytes);
        }

        return data.ToArray();
    }

    /// <summary>Deletes the parts of other saves than this one, but none of a later holder's.</summary>
    private async Task SweepAsync(
        RunOperation operation, string? save, TableLease lease, CancellationToken cancellationToken)
    {
        var all = StateKeys.CheckpointParts(operation);
        var later = all + StateKeys.CheckpointSave(lease.Holder.Fence + 1, 0);
        var query = new StateQuery(partition, all, later) { Only = [] };
        await foreach (var page in table.QueryAsync(query, cancellationToken))
        {
            foreach (var item in page.Where(item => save is null || !IsOf(item, all + save)))
                await table.DeleteAsync(partition, item.SortKey, cancellationToken);
        }
    }

    private static bool IsOf(StateItem part, string save) =>
        part.SortKey.StartsWith($"{save}#", StringComparison.Ordinal);
}
