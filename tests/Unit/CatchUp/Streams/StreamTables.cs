using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Tables;
using DynamoNamespace.Tests.Unit.Migration;

namespace DynamoNamespace.Tests.Unit.CatchUp.Streams;

/// <summary>Tables with and without streams.</summary>
internal static class StreamTables
{
    public static TableDescriptor WithStream(string? arn, string? viewType = StreamSwitch.ViewType) =>
        TestTables.Limits with { LatestStreamArn = arn, StreamViewType = viewType };
}
