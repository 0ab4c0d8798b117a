using Amazon.Runtime;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.CatchUp;

/// <summary>What a catch-up records of a change that it could not carry.</summary>
internal static class CatchUpReports
{
    public static DdbItemReport Refused(MigrationSession session, in Item sourceKey, in Item targetKey, AmazonServiceException error) =>
        New(session, DdbItemReason.Failed, sourceKey, targetKey, [], $"An old client changed it, and DynamoDB refused the new item: {error.Message}");

    public static DdbItemReport Conflict(MigrationSession session, in Item sourceKey, in Item targetKey, IReadOnlyList<string> attributes, string detail) =>
        New(session, DdbItemReason.Conflict, sourceKey, targetKey, attributes, detail + " Both were left as they are.");

    private static DdbItemReport New(
        MigrationSession session, DdbItemReason reason, in Item sourceKey, in Item targetKey, IReadOnlyList<string> attributes, string detail) =>
        new(reason, session.Table.Key.Describe(sourceKey), session.Target.Table.Key.Describe(targetKey), attributes, detail)
        {
            SourceKeyJson = sourceKey.ToString(),
            TargetKeyJson = targetKey.ToString(),
        };
}
