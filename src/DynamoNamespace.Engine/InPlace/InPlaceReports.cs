using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.InPlace;

/// <summary>What is recorded of an item that was left as it is.</summary>
internal static class InPlaceReports
{
    public static DdbItemReport Left(MigrationSession session, in Item item, UndoVerdict verdict, ItemBlock scratch) =>
        New(session, DdbItemReason.Changed, item, verdict.Attributes, verdict.Reason!, scratch);

    public static DdbItemReport Failed(MigrationSession session, in Item item, string detail, ItemBlock scratch) =>
        New(session, DdbItemReason.Failed, item, [], detail, scratch);

    private static DdbItemReport New(MigrationSession session, DdbItemReason reason, in Item item, IReadOnlyList<string> attributes, string detail, ItemBlock scratch)
    {
        scratch.Clear();
        var key = session.Table.Key;
        return new DdbItemReport(reason, key.Describe(item), null, attributes, detail) { SourceKeyJson = key.Extract(item, scratch).ToString() };
    }
}
