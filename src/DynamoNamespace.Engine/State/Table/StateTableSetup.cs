using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.State.Table;

/// <summary>
/// Creates the state table where there is none, whoever else does so at the same time, and refuses one that is
/// something else.
/// </summary>
internal sealed class StateTableSetup(StateTable table, TimeProvider time)
{
    private const string TagName = "dynamonamespace";
    private const string TagValue = "state";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);
    private static readonly KeySchema Key = new(
        new KeyAttribute(StateKeys.Partition, Items.AttributeType.S),
        new KeyAttribute(StateKeys.Sort, Items.AttributeType.S));

    private readonly SemaphoreSlim gate = new(1);
    private bool isReady;

    /// <exception cref="DdbException"><c>StateStoreUnavailable</c>.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (isReady)
                return;
            await CreateOrWaitAsync(cancellationToken);
            await TurnOnExpiryAsync(cancellationToken);
            isReady = true;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task CreateOrWaitAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, pause.Ticks * 2)))
        {
            var found = await DescribeAsync(cancellationToken);
            if (found is null)
                await CreateAsync(cancellationToken);
            else if (found.Key != Key)
                throw StateTableErrors.WrongKey(table.Name, found.Key.ToString());
            else if (found.Status is "ACTIVE" or "UPDATING")
                return;
            if (time.GetElapsedTime(started) > Patience)
            {
                throw StateTableErrors.Unavailable(
                    table.Name, $"it is {found?.Status ?? "not there"} after {Patience.TotalMinutes} minutes");
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private async Task<TableDescriptor?> DescribeAsync(CancellationToken cancellationToken)
    {
        var answer = await table.ReadAsync(
            "dynamodb:DescribeTable", token => table.Client.DescribeTableAsync(table.Name, token), cancellationToken);
        return answer is null ? null : TableReader.Read(answer.Table);
    }

    private Task CreateAsync(CancellationToken cancellationToken)
    {
        var request = new CreateTableRequest
        {
            TableName = table.Name,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            KeySchema = [new(StateKeys.Partition, KeyType.HASH), new(StateKeys.Sort, KeyType.RANGE)],
            AttributeDefinitions =
            [
                new(StateKeys.Partition, ScalarAttributeType.S),
                new(StateKeys.Sort, ScalarAttributeType.S),
            ],
            Tags = [new() { Key = TagName, Value = TagValue }],
        };
        return table.SendAsync("dynamodb:CreateTable and dynamodb:TagResource", async token =>
        {
            try
            {
                await table.Client.CreateTableAsync(request, token);
                return true;
            }
            catch (Exception error)
                when (error is ResourceInUseException or TableInUseException or LimitExceededException)
            {
                // Somebody else is creating it, or too many tables are being created at this moment.
                return false;
            }
        }, cancellationToken);
    }

    /// <summary>
    /// Plans that are undone expire. Nothing depends on it, so a table without it is used all the same. What it says is
    /// read first: a local engine turns it off when it is turned on twice.
    /// </summary>
    private async Task TurnOnExpiryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await table.SendAsync("dynamodb:UpdateTimeToLive", TurnOnExpiryOnceAsync, cancellationToken);
        }
        catch (DdbException error) when (error.InnerException is AmazonServiceException inner && IsDispensable(inner))
        {
            // It is not offered, not allowed, or somebody else does it at this moment.
        }
    }

    private async Task<bool> TurnOnExpiryOnceAsync(CancellationToken cancellationToken)
    {
        var found = await table.Client.DescribeTimeToLiveAsync(
            new DescribeTimeToLiveRequest { TableName = table.Name }, cancellationToken);
        var status = found.TimeToLiveDescription?.TimeToLiveStatus;
        if (status is not null && status != TimeToLiveStatus.DISABLED)
            return false;
        await table.Client.UpdateTimeToLiveAsync(new UpdateTimeToLiveRequest
        {
            TableName = table.Name,
            TimeToLiveSpecification = new() { AttributeName = StateAttributes.Ttl, Enabled = true },
        }, cancellationToken);
        return true;
    }

    private static bool IsDispensable(AmazonServiceException error) =>
        AwsErrors.IsNotOffered(error)
        || AwsErrors.IsAccessDenied(error)
        || error is ResourceInUseException or LimitExceededException
        || error.ErrorCode == "ValidationException";
}
