using System.Globalization;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Logging;

/// <summary>
/// What a run's log tells of an item that needs a look: that it does, and a digest of its key by which the same item is known again. The
/// sentence that says why is in the run's records: it can hold a whole item.
/// </summary>
internal static class ItemEvent
{
    private const int DigestCharacters = 16;

    public static void Write(RunLog log, DdbItemReport report)
    {
        if (!log.IsKept)
            return;
        var digest = DigestOf(report.SourceKeyJson);
        log.Write(NameOf(report.Reason), json =>
        {
            if (digest is not null)
                json.WriteString("keyDigest", digest);
            if (!log.NamesKeys)
                return;
            json.WriteString("key", report.SourceKey);
            if (report.TargetKey is not null)
                json.WriteString("targetKey", report.TargetKey);
            json.WriteStartArray("attributes");
            foreach (var attribute in report.Attributes)
                json.WriteStringValue(attribute);
            json.WriteEndArray();
        });
    }

    private static string? DigestOf(string? keyJson)
    {
        if (keyJson is null)
            return null;
        using var block = new ItemBlock(keyJson.Length);
        var key = ItemReader.Parse(System.Text.Encoding.UTF8.GetBytes(keyJson), block);
        return new CanonicalItem().Digest(key).ToString("x32", CultureInfo.InvariantCulture)[..DigestCharacters];
    }

    private static string NameOf(DdbItemReason reason) => reason switch
    {
        DdbItemReason.Conflict => "conflict",
        DdbItemReason.Failed => "failure",
        DdbItemReason.Changed => "changed",
        _ => "kept",
    };
}
