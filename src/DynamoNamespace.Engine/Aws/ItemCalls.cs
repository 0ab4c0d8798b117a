using System.Globalization;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Logging;
using DynamoNamespace.Engine.RateControl;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Aws;

/// <summary>The item calls on one table, as bytes, each within the run's limits and charged to its capacity.</summary>
internal sealed class ItemCalls(DynamoDbClient client, TableDescriptor table, RateController rate, TimeProvider time, RunLog? log = null)
{
    /// <summary>How many keys one BatchGetItem request may have.</summary>
    public const int MaximumKeys = 100;

    /// <summary>How many operators and functions an expression may have
    /// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters).</summary>
    private const int MaximumOperators = 300;

    /// <summary>Each attribute takes an operator of its own and an AND.</summary>
    private const int MaximumConditions = MaximumOperators / 2;

    /// <summary>How often a request is sent before its error counts: over about 45 seconds, which outlasts a fail-over or a short loss of the network.</summary>
    private const int MaximumAttempts = 24;

    /// <summary>How long the answer to a request that is heard out is waited for once the run is stopped.</summary>
    private static readonly TimeSpan HearingPatience = TimeSpan.FromSeconds(2.5);

    /// <summary>How long putting back what such an answer showed is tried then: together 4 seconds, within the 5 that a stop may take.</summary>
    private static readonly TimeSpan PutBackPatience = TimeSpan.FromSeconds(1.5);

    /// <summary>The operation whose statements are answered one by one.</summary>
    public const string Statements = "BatchExecuteStatement";

    private readonly CapacityMeter meter = rate.Meter;
    private readonly InsertStatements inserts = new(table.Name);
    private readonly string tableJson = $"\"TableName\":\"{table.Name}\"";

    public TableDescriptor Table => table;

    public RequestCounters Counters => client.Counters;

    public RunLog Log { get; } = log ?? RunLog.None;

    /// <summary>Whether scans see every write that was acknowledged before, at twice the read units.</summary>
    public bool ScansConsistently { get; init; }

    public Task<ScanPage> ScanAsync(int segment, int totalSegments, int? limit, byte[]? startKey, CancellationToken cancellationToken) =>
        ScanAsync(segment, totalSegments, limit, startKey, ScanScope.WholeTable, cancellationToken);

    /// <param name="segment">The segment.</param>
    /// <param name="totalSegments">How many there are.</param>
    /// <param name="limit">How many items are read at most, before the filter.</param>
    /// <param name="startKey">Where the page before ended.</param>
    /// <param name="scope">What is scanned, and what of it comes back.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public async Task<ScanPage> ScanAsync(int segment, int totalSegments, int? limit, byte[]? startKey, ScanScope scope, CancellationToken cancellationToken)
    {
        using var body = new ItemBlock();
        body.Append(string.Create(CultureInfo.InvariantCulture,
            $"{{{tableJson},\"Segment\":{segment},\"TotalSegments\":{totalSegments},\"ReturnConsumedCapacity\":\"TOTAL\""));
        if (ScansConsistently)
            body.Append(",\"ConsistentRead\":true");
        if (scope.IndexName is not null)
            body.Append($",\"IndexName\":\"{scope.IndexName}\"");
        if (limit is not null)
            body.Append(string.Create(CultureInfo.InvariantCulture, $",\"Limit\":{limit}"));
        if (startKey is not null)
        {
            body.Append(",\"ExclusiveStartKey\":");
            body.Append(startKey);
        }

        if (scope.Filter is not null)
            body.Append(scope.Filter.Json);
        body.Append("}");
        return await SendAsync("Scan", body, meter.Read, 1, static (ItemBlock block, out double consumed) => AnswerReader.ReadScan(block, out consumed), cancellationToken);
    }

    /// <summary>
    /// A page of the entries that an index has under the keys of <paramref name="keyed"/>, which holds the attributes of the index's key and of the
    /// table's: those that the index's key lacks are filtered for, because many items may share an index key.
    /// </summary>
    public async Task<ScanPage> QueryEntryAsync(string indexName, KeySchema indexKey, Item keyed, byte[]? startKey, CancellationToken cancellationToken)
    {
        using var body = new ItemBlock();
        EntryQuery.Write(body, tableJson, indexName, indexKey, table.Key, keyed);
        if (startKey is not null)
        {
            body.Append(",\"ExclusiveStartKey\":");
            body.Append(startKey);
        }

        body.Append("}");
        return await SendAsync("Query", body, meter.Read, 1, static (ItemBlock block, out double consumed) => AnswerReader.ReadScan(block, out consumed), cancellationToken);
    }

    /// <summary>Reads items by their keys. Keys must be distinct and at most <see cref="MaximumKeys"/>; absent items are left out of the answer.</summary>
    public async Task<FoundItems> GetAsync(IReadOnlyList<Item> keys, bool consistent, CancellationToken cancellationToken)
    {
        // DynamoDB refuses a request without keys.
        if (keys.Count == 0)
            return new FoundItems(table.Key);
        using var first = new ItemBlock();
        first.Append($"{{\"{table.Name}\":{{\"ConsistentRead\":{(consistent ? "true" : "false")},\"Keys\":[");
        for (var index = 0; index < keys.Count; index++)
        {
            if (index > 0)
                first.Append((byte)',');
            first.Append(keys[index].Json);
        }

        first.Append("]}}");
        var found = new FoundItems(table.Key);
        var requestItems = first.Written.ToArray();
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                var left = await GetPartAsync(requestItems, found, cancellationToken);
                if (left is null)
                    return found;
                requestItems = left;
                client.Counters.CountRetry();
                var wait = Backoff.Draw(Math.Min(attempt, Backoff.MaximumAttempts));
                RetryEvent.Write(Log, "BatchGetItem", "UnprocessedKeys", attempt + 1, wait);
                await Task.Delay(wait, time, cancellationToken);
            }
        }
        catch
        {
            found.Dispose();
            throw;
        }
    }

    /// <summary>Whether <see cref="InsertAsync"/> can take an item.</summary>
    public bool CanInsert(in Item item) => inserts.CanName(item);

    /// <summary>Puts each item if nothing stands under its key, one statement an item. The caller disposes of the answer.</summary>
    public Task<StatementAnswer> InsertAsync(IReadOnlyList<Item> items, CancellationToken cancellationToken) =>
        ExecuteAsync(items, (body, index) => inserts.Write(body, items[index]), Urgency.Ordinary, cancellationToken);

    /// <summary>Deletes each item if it is still as given and has none of the attributes named absent. The caller disposes of the answer, which has what was deleted.</summary>
    public Task<StatementAnswer> DeleteAsync(IReadOnlyList<Item> items, IReadOnlyList<IReadOnlyList<string>> absent, CancellationToken cancellationToken) =>
        ExecuteAsync(items, (body, index) => StatementText.WriteDelete(body, table.Name, items[index], absent[index]), Urgency.HeardOut, cancellationToken);

    /// <summary>Whether <see cref="UpdateAsync"/> can take an update.</summary>
    public bool CanUpdate(in ItemUpdate update) => UpdateStatement.CanName(update, table.Key);

    /// <summary>Carries updates out, one statement each, each on its own condition. The caller disposes of the answer.</summary>
    public Task<StatementAnswer> UpdateAsync(IReadOnlyList<ItemUpdate> updates, CancellationToken cancellationToken) => ExecuteAsync(
        [.. updates.Select(update => update.Current)], (body, index) => UpdateStatement.Write(body, table.Name, table.Key, updates[index]), Urgency.HeardOut, cancellationToken);

    /// <summary>Carries one update out, on its condition.</summary>
    public async Task UpdateOneAsync(ItemUpdate update, CancellationToken cancellationToken)
    {
        using var body = new ItemBlock(1024);
        body.Append($"{{{tableJson},\"ReturnConsumedCapacity\":\"TOTAL\"");
        UpdateExpression.Write(body, table.Key, update);
        body.Append("}");
        await SendAsync("UpdateItem", body, meter.Write, Kilobytes(update.Current), ReadConsumedOnly, cancellationToken, Urgency.HeardOut);
    }

    /// <summary>Puts one item if nothing stands under its key.</summary>
    public Task PutIfAbsentAsync(Item item, CancellationToken cancellationToken) => PutIfAbsentAsync(item, Urgency.Ordinary, cancellationToken);

    /// <summary>
    /// Puts an item back that a delete took and should not have, if nothing stands under its key. That does not wait for units, and once the run is
    /// stopped it is still tried, but not for ever.
    /// </summary>
    public async Task PutBackAsync(Item item, CancellationToken cancellationToken)
    {
        using var abandon = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var stopping = cancellationToken.Register(() => abandon.CancelAfter(PutBackPatience));
        try
        {
            await PutIfAbsentAsync(item, Urgency.Owed, abandon.Token);
        }
        catch (OperationCanceledException error) when (abandon.IsCancellationRequested)
        {
            throw new OperationCanceledException($"PutItem was not answered within {PutBackPatience.TotalSeconds} s after the run was stopped.", error, cancellationToken);
        }
    }

    private async Task PutIfAbsentAsync(Item item, Urgency urgency, CancellationToken cancellationToken)
    {
        using var body = new ItemBlock(item.Json.Length + 512);
        body.Append($"{{{tableJson},\"ReturnConsumedCapacity\":\"TOTAL\",\"ConditionExpression\":\"attribute_not_exists(#k)\",\"ExpressionAttributeNames\":{{\"#k\":\"");
        body.Append(JsonText.Escape(table.Key.PartitionKey.Name));
        body.Append("\"},\"Item\":");
        body.Append(item.Json);
        body.Append("}");
        await SendAsync("PutItem", body, meter.Write, Kilobytes(item), ReadConsumedOnly, cancellationToken, urgency);
    }

    /// <summary>Whether one condition can name so many attributes.</summary>
    public static bool FitsCondition(int attributes) => attributes <= MaximumConditions;

    /// <summary>
    /// Deletes one item if it is still as given and has none of the attributes named absent; of an item with more attributes than a
    /// condition can name, the first ones count. The caller disposes of the answer, which has what was deleted.
    /// </summary>
    public async Task<ItemBlock> DeleteIfUnchangedAsync(Item item, IReadOnlyList<string> absent, CancellationToken cancellationToken)
    {
        using var body = new ItemBlock((item.Json.Length * 2) + 1024);
        WriteDelete(body, item, absent);
        return await SendAsync("DeleteItem", body, meter.Write, Kilobytes(item), ReadKept, cancellationToken, Urgency.HeardOut);
    }

    /// <summary>
    /// Replaces one item by another under the same key if it is still as given; of an item with more attributes than a condition can name, the first
    /// ones count. The caller disposes of the answer, which has what was replaced.
    /// </summary>
    public async Task<ItemBlock> ReplaceIfUnchangedAsync(Item current, Item next, CancellationToken cancellationToken)
    {
        using var body = new ItemBlock((current.Json.Length * 2) + next.Json.Length + 1024);
        body.Append($"{{{tableJson},\"ReturnConsumedCapacity\":\"TOTAL\",\"ReturnValues\":\"ALL_OLD\",\"Item\":");
        body.Append(next.Json);
        UnchangedCondition.Write(body, current, Math.Min(current.Count, MaximumConditions), []);
        body.Append("}");
        return await SendAsync("PutItem", body, meter.Write, Math.Max(Kilobytes(current), Kilobytes(next)), ReadKept, cancellationToken, Urgency.HeardOut);
    }

    private void WriteDelete(ItemBlock body, in Item item, IReadOnlyList<string> absent)
    {
        using var keys = new ItemBlock();
        body.Append($"{{{tableJson},\"ReturnConsumedCapacity\":\"TOTAL\",\"ReturnValues\":\"ALL_OLD\",\"Key\":");
        body.Append(table.Key.Extract(item, keys).Json);
        UnchangedCondition.Write(body, item, Math.Min(item.Count, MaximumConditions), absent);
        body.Append("}");
    }

    private async Task<StatementAnswer> ExecuteAsync(IReadOnlyList<Item> items, Action<ItemBlock, int> writeStatement, Urgency urgency, CancellationToken cancellationToken)
    {
        using var body = new ItemBlock(32 * 1024);
        var size = 0;
        body.Append("{\"ReturnConsumedCapacity\":\"TOTAL\",\"Statements\":[");
        for (var index = 0; index < items.Count; index++)
        {
            if (index > 0)
                body.Append((byte)',');
            writeStatement(body, index);
            size += Kilobytes(items[index]);
        }

        body.Append("]}");
        return await SendAsync(Statements, body, meter.Write, size, (ItemBlock block, out double consumed) =>
        {
            var results = AnswerReader.ReadStatements(block, items.Count, out consumed);
            return results.Count == items.Count
                ? new StatementAnswer(block, results)
                : throw new JsonException($"BatchExecuteStatement answered {results.Count} results for {items.Count} statements.");
        }, cancellationToken, urgency);
    }

    /// <summary>What a write of an item is measured by beforehand: its JSON is a little longer than what DynamoDB counts.</summary>
    private static int Kilobytes(in Item item) => CapacityUnits.Write(item.Json.Length);

    private async Task<byte[]?> GetPartAsync(byte[] requestItems, FoundItems found, CancellationToken cancellationToken)
    {
        using var body = new ItemBlock(requestItems.Length + 128);
        body.Append("{\"ReturnConsumedCapacity\":\"TOTAL\",\"RequestItems\":");
        body.Append(requestItems);
        body.Append("}");
        return await SendAsync("BatchGetItem", body, meter.Read, 1, (ItemBlock block, out double consumed) =>
        {
            found.Add(block, AnswerReader.ReadBatchGet(block, out var unprocessed, out consumed));
            return unprocessed;
        }, cancellationToken);
    }

    private delegate T Reading<out T>(ItemBlock block, out double consumed);

    private static object? ReadConsumedOnly(ItemBlock block, out double consumed)
    {
        consumed = AnswerReader.ReadConsumedOnly(block);
        block.Dispose();
        return null;
    }

    private static ItemBlock ReadKept(ItemBlock block, out double consumed)
    {
        consumed = AnswerReader.ReadConsumedOnly(block);
        return block;
    }

    /// <summary>
    /// Sends a request, and again while its error is one that passes: every item call here may be carried out twice, because a put meets
    /// its own copy, a delete meets nothing and an update meets what it wrote.
    /// </summary>
    private async Task<T> SendAsync<T>(
        string operation, ItemBlock body, CapacityBucket bucket, double size, Reading<T> read, CancellationToken cancellationToken, Urgency urgency = Urgency.Ordinary)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await SendOnceAsync(operation, body.Written, bucket, size, read, urgency, cancellationToken);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested && AwsErrors.IsTransient(error) && attempt < AttemptsFor(error))
            {
                if (!AwsErrors.IsThrottling(error))
                    rate.Retries.Spend(error);
                client.Counters.CountRetry();
                var wait = Backoff.Draw(attempt);
                RetryEvent.Write(Log, operation, error, attempt, wait);
                await Task.Delay(wait, time, cancellationToken);
            }
        }
    }

    /// <summary>Something else than DynamoDB that answers will most likely go on doing so.</summary>
    private static int AttemptsFor(Exception error) => error is JsonException ? Backoff.MaximumAttempts : MaximumAttempts;

    private async Task<T> SendOnceAsync<T>(string operation, ReadOnlyMemory<byte> content, CapacityBucket bucket, double size, Reading<T> read, Urgency urgency, CancellationToken cancellationToken)
    {
        var reserved = urgency == Urgency.Owed ? new CapacityReservation(size, 0) : await bucket.ReserveAsync(size, cancellationToken);
        var consumed = 0.0;
        try
        {
            var answer = await TransmitAsync(operation, content, urgency, cancellationToken);
            try
            {
                var result = read(answer, out consumed);
                CountSuccess();
                return result;
            }
            catch (JsonException)
            {
                answer.Dispose();
                throw;
            }
        }
        catch (AmazonServiceException error) when (!AwsErrors.IsTransient(error))
        {
            // The table is well and has answered: no.
            CountSuccess();
            // A condition that fails is charged like the write, and the error does not say how much.
            if (error is ConditionalCheckFailedException)
                consumed = size;
            AwsErrors.Name(error, table.Name, client);
            throw;
        }
        finally
        {
            bucket.Settle(reserved, consumed);
        }
    }

    private void CountSuccess()
    {
        rate.Concurrency.OnSuccess();
        rate.Retries.OnSuccess();
    }

    /// <summary>Has a slot while the request is under way, and only then: neither a wait for units nor one between two attempts keeps others from theirs.</summary>
    private async Task<ItemBlock> TransmitAsync(string operation, ReadOnlyMemory<byte> content, Urgency urgency, CancellationToken cancellationToken)
    {
        await rate.Concurrency.EnterAsync(cancellationToken);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return urgency == Urgency.HeardOut ? await HearOutAsync(operation, content, cancellationToken) : await client.SendAsync(operation, content, cancellationToken);
        }
        finally
        {
            rate.Concurrency.Leave();
        }
    }

    /// <summary>A delete's answer shows what was deleted, and an update that is done is not found again to be counted: once sent, it is heard out even if the user stops the run, but not for ever.</summary>
    private async Task<ItemBlock> HearOutAsync(string operation, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        using var abandon = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var stopping = cancellationToken.Register(() => abandon.CancelAfter(HearingPatience));
        try
        {
            return await client.SendAsync(operation, content, abandon.Token);
        }
        catch (Exception error) when (abandon.IsCancellationRequested)
        {
            throw new OperationCanceledException($"{operation} was not answered within {HearingPatience.TotalSeconds} s after the run was stopped.", error, cancellationToken);
        }
    }

    private enum Urgency
    {
        Ordinary,

        /// <summary>Once sent, its answer is waited for a while even if the run is stopped.</summary>
        HeardOut,

        /// <summary>It makes good what the run did: it does not wait for units.</summary>
        Owed,
    }
}
