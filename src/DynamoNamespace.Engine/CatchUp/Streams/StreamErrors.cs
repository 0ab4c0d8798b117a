using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.CatchUp.Streams;

/// <summary>The errors of a stream that a user can act on.</summary>
internal static class StreamErrors
{
    /// <summary>Changes are missing that the stream does not have any more.</summary>
    /// <param name="tableName">The table.</param>
    /// <param name="reason">Why, as a whole sentence.</param>
    /// <param name="inner">What told it, if anything did.</param>
    public static DdbException PositionLost(string tableName, string reason, Exception? inner = null) => new("StreamPositionLost", DdbErrorKind.InvalidState, tableName,
        $"Catch-up of table '{tableName}' cannot go on where it stood: {reason} Changes that old clients made meanwhile are not in the stream any more, and none of them was carried over. "
        + "Stop the old clients if you can, then take a new position and scan anew: Invoke-DdbKeyMigration -CatchUp -Restart (ddbns migrate --catch-up --restart). "
        + "Items that were changed meanwhile will be reported as conflicts. Copies of items that were deleted meanwhile stay: find them with Undo-DdbMigration -WhatIf or by hand.", inner);

    public static DdbException NotEnabled(TableDescriptor table)
    {
        var message = table.LatestStreamArn is null
            ? $"Table '{table.Name}' has no stream, so the changes of live writers cannot be carried over. Run the same command with -EnableStream (--enable-stream), or switch on a stream of {StreamSwitch.ViewType}; nothing was changed."
            : $"The stream of table '{table.Name}' has the view type {table.StreamViewType}, and catch-up needs {StreamSwitch.ViewType}. DynamoDB cannot change a stream's view type: see who reads this stream, "
                + "switch it off in DynamoDB, then run the same command with -EnableStream (--enable-stream); nothing was changed.";
        return new DdbException("StreamNotEnabled", DdbErrorKind.InvalidState, table.Name, message);
    }

    public static DdbException Throttled(string tableName, Exception error) => new("Throttled", DdbErrorKind.LimitExceeded, tableName,
        $"The stream of table '{tableName}' went on throttling after all retries: {error.Message.TrimEnd('.')}. At most two readers may read one stream: see which functions or programs read it too, then run the same command again.", error);
}
