using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.CatchUp.Streams;

/// <summary>What a table's stream must be for catch-up to begin or to go on.</summary>
internal static class StreamRequirements
{
    /// <summary>The ARN of the table's stream.</summary>
    /// <exception cref="DdbException"><c>StreamNotEnabled</c>: there is none, or not one of old and new images.</exception>
    public static string RequireEnabled(TableDescriptor table) =>
        table is { LatestStreamArn: string arn, StreamViewType: StreamSwitch.ViewType } ? arn : throw StreamErrors.NotEnabled(table);

    /// <summary>Checks that a position is one in the table's present stream.</summary>
    /// <exception cref="DdbException"><c>StreamPositionLost</c>: the stream was switched off, or another one has taken its place.</exception>
    public static void RequireCurrent(TableDescriptor table, StreamPosition position)
    {
        if (table.LatestStreamArn is null)
            throw StreamErrors.PositionLost(table.Name, $"its stream {position.StreamArn} was switched off.");
        if (table.LatestStreamArn != position.StreamArn)
            throw StreamErrors.PositionLost(table.Name, $"its stream {position.StreamArn} was replaced by {table.LatestStreamArn}.");
    }
}
