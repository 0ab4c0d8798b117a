using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.RateControl;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.State.Table;

/// <summary>
/// The calls on a state table, on a connection of its own. Reads are consistent, and of a table that does not exist
/// they find nothing. Calls are sent again while their error is one that passes, so every write is such that it may be
/// applied twice, or late.
/// </summary>
internal sealed class StateTable : IDisposable
{
    /// <summary>The SDK's own time-out ends with the answer's head.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private readonly Lazy<DynamoDbClient> client;
    private readonly TimeProvider time;

    public StateTable(ConnectionOptions connection, string name, TimeProvider time)
    {
        TableReader.CheckName(name);
        Name = name;
        this.time = time;
        client = new Lazy<DynamoDbClient>(() => Connect(connection));
    }

    public string Name { get; }

    public string Location => $"table '{Name}'";

    public string Endpoint => ConnectionFactory.EndpointOf(Client);

    public StateUnits Units { get; } = new();

    public DynamoDbClient Client => client.Value;

    public async Task<StateItem?> GetAsync(string partition, string sort, CancellationToken cancellationToken)
    {
        var answer = await ReadAsync("dynamodb:GetItem", token => Client.GetItemAsync(new GetItemRequest
        {
            TableName = Name,
            Key = Key(partition, sort),
            ConsistentRead = true,
            ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
        }, token), cancellationToken);
        Units.CountRead(answer?.ConsumedCapacity);
        return answer?.Item is { Count: > 0 } item ? new StateItem(Name, item) : null;
    }

    /// <summary>The items of a partition from one sort key through another, a page at a time.</summary>
    public async IAsyncEnumerable<IReadOnlyList<StateItem>> QueryAsync(
        StateQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = query.ToRequest(Name);
        do
        {
            var answer = await ReadAsync(
                "dynamodb:Query", token => Client.QueryAsync(request, token), cancellationToken);
            Units.CountRead(answer?.ConsumedCapacity);
            if (answer is null)
                yield break;
            yield return [.. (answer.Items ?? []).Select(item => new StateItem(Name, item))];
            request.ExclusiveStartKey = answer.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 } && !query.IsLastOnly);
    }

    /// <summary>Puts an item on the condition of <paramref name="expression"/>.</summary>
    /// <exception cref="ConditionalCheckFailedException">
    /// The condition does not hold; it may be that the same put was applied before, and its answer lost.
    /// </exception>
    public async Task PutAsync(
        string partition,
        string sort,
        Dictionary<string, AttributeValue> attributes,
        StateExpression expression,
        CancellationToken cancellationToken)
    {
        var item = Key(partition, sort);
        foreach (var (name, value) in attributes)
            item.Add(name, value);
        var answer = await SendAsync("dynamodb:PutItem", token => Client.PutItemAsync(new PutItemRequest
        {
            TableName = Name,
            Item = item,
            ConditionExpression = expression.Condition,
            ExpressionAttributeNames = NullIfEmpty(expression.Names),
            ExpressionAttributeValues = NullIfEmpty(expression.Values),
            ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
        }, token), cancellationToken);
        Units.CountWrite(answer.ConsumedCapacity);
    }

    /// <returns>The changed attributes as they are now, where the expression asks for them.</returns>
    /// <inheritdoc cref="PutAsync"/>
    public async Task<StateItem> UpdateAsync(
        string partition,
        string sort,
        StateExpression expression,
        CancellationToken cancellationToken,
        TimeSpan? deadline = null)
    {
        var answer = await SendAsync("dynamodb:UpdateItem", token => Client.UpdateItemAsync(new UpdateItemRequest
        {
            TableName = Name,
            Key = Key(partition, sort),
            UpdateExpression = expression.Update,
            ConditionExpression = expression.Condition,
            ExpressionAttributeNames = NullIfEmpty(expression.Names),
            ExpressionAttributeValues = NullIfEmpty(expression.Values),
            ReturnValues = expression.ReturnsNew ? ReturnValue.UPDATED_NEW : ReturnValue.NONE,
            ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
        }, token), cancellationToken, deadline);
        Units.CountWrite(answer.ConsumedCapacity);
        return new StateItem(Name, answer.Attributes ?? []);
    }

    public async Task DeleteAsync(string partition, string sort, CancellationToken cancellationToken)
    {
        var answer = await SendAsync("dynamodb:DeleteItem", token => Client.DeleteItemAsync(new DeleteItemRequest
        {
            TableName = Name,
            Key = Key(partition, sort),
            ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
        }, token), cancellationToken);
        Units.CountWrite(answer.ConsumedCapacity);
    }

    /// <summary>
    /// Sends a call, and again while its error is one that passes, or while there is no answer before a deadline.
    /// </summary>
    public async Task<T> SendAsync<T>(
        string action,
        Func<CancellationToken, Task<T>> call,
        CancellationToken cancellationToken,
        TimeSpan? deadline = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var late = new CancellationTokenSource(deadline ?? Deadline, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
                return await call(either.Token).WaitAsync(either.Token);
            }
            catch (ConditionalCheckFailedException)
            {
                Units.CountFailedCondition();
                throw;
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                if (error is DdbException)
                    throw;
                if (!AwsErrors.IsTransient(error) || attempt >= Backoff.MaximumAttempts)
                    throw StateTableErrors.Translate(error, action, Name, Endpoint);
                Client.Counters.CountRetry();
            }

            await Backoff.WaitAsync(attempt, time, cancellationToken);
        }
    }

    public void Dispose()
    {
        if (client.IsValueCreated)
            client.Value.Dispose();
    }

    private static DynamoDbClient Connect(ConnectionOptions connection)
    {
        var made = ConnectionFactory.Create(connection);
        ServiceEndpoint.RequireSecure(ConnectionFactory.EndpointOf(made));
        return made;
    }

    private static Dictionary<string, AttributeValue> Key(string partition, string sort) =>
        StateValue.Attributes((StateKeys.Partition, StateValue.Of(partition)), (StateKeys.Sort, StateValue.Of(sort)));

    private static Dictionary<string, T>? NullIfEmpty<T>(Dictionary<string, T> values) =>
        values.Count == 0 ? null : values;

    /// <summary>Null where the table does not exist.</summary>
    public async Task<T?> ReadAsync<T>(
        string action, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
        where T : AmazonWebServiceResponse =>
        await SendAsync(action, async token =>
        {
            try
            {
                return await call(token);
            }
            catch (ResourceNotFoundException)
            {
                return null;
            }
        }, cancellationToken);
}
