using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.CatchUp;

/// <summary>
/// Changes one item on the condition that it is still as it was read. What a condition cannot name, a brand-new attribute or more attributes than fit, the
/// answer shows, and it is put back at once. An instance serves one thread.
/// </summary>
internal sealed class CopyWriter(ItemCalls target)
{
    private readonly ItemComparison comparison = new();

    /// <summary>Puts an item if nothing stands under its key.</summary>
    /// <returns>Whether it stands there now.</returns>
    public async Task<bool> PutIfAbsentAsync(Item next, CancellationToken cancellationToken)
    {
        try
        {
            await target.PutIfAbsentAsync(next, cancellationToken);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return await StandsAsync(next, cancellationToken);
        }
    }

    /// <summary>Replaces an item if it is still as it was read.</summary>
    /// <returns>Whether the new one stands there now.</returns>
    public async Task<bool> ReplaceAsync(Item current, Item next, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await target.ReplaceIfUnchangedAsync(current, next, cancellationToken);
            if (!AnswerReader.TryReadAttributes(answer, out var replaced) || comparison.AreEqual(replaced, current) || comparison.AreEqual(replaced, next))
                return true;
            // Not to be stopped half-way: until it is put back, the change is only here.
            using var undone = await target.ReplaceIfUnchangedAsync(next, replaced, CancellationToken.None);
            return false;
        }
        catch (ConditionalCheckFailedException)
        {
            // A request whose answer was lost is sent again, and then meets what it wrote.
            return await StandsAsync(next, cancellationToken);
        }
    }

    /// <summary>Deletes an item if it is still as it was read.</summary>
    /// <returns>Whether nothing stands there now.</returns>
    public async Task<bool> DeleteAsync(Item current, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await target.DeleteIfUnchangedAsync(current, [], cancellationToken);
            if (!AnswerReader.TryReadAttributes(answer, out var deleted) || comparison.AreEqual(deleted, current))
                return true;
            await target.PutIfAbsentAsync(deleted, CancellationToken.None);
            return false;
        }
        catch (ConditionalCheckFailedException)
        {
            return await FindAsync(current, cancellationToken) is null;
        }
    }

    /// <summary>Why DynamoDB does not take an item, if the error says that; other errors are the caller's.</summary>
    public static bool IsRefusal(AmazonServiceException error) =>
        ErrorCodes.Is(error.ErrorCode, ErrorCodes.Validation) || error is ItemCollectionSizeLimitExceededException;

    private async Task<bool> StandsAsync(Item item, CancellationToken cancellationToken) =>
        await FindAsync(item, cancellationToken) is { } found && comparison.AreEqual(ItemReader.Parse(found), item);

    private async Task<byte[]?> FindAsync(Item item, CancellationToken cancellationToken)
    {
        using var scratch = new ItemBlock();
        using var found = await target.GetAsync([target.Table.Key.Extract(item, scratch)], consistent: true, cancellationToken);
        return found.TryGet(item, out var there) ? there.Json.ToArray() : null;
    }
}
