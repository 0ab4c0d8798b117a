using System.Globalization;
using DynamoNamespace.Engine.Checkpoints;

namespace DynamoNamespace.Engine.State.Table;

/// <summary>
/// The keys of a state table's items. All items of a plan have one partition key, and one partition lists the plans.
/// </summary>
internal static class StateKeys
{
    public const string Partition = "PK";
    public const string Sort = "SK";

    /// <summary>The partition whose sort keys are the IDs of all plans.</summary>
    public const string Plans = "plans";

    public const string Plan = "plan";
    public const string Limits = "limits";

    private const string Log = "log#";
    private const string LogPartPrefix = "logpart#";
    private const int NumberDigits = 16;

    /// <summary>Greater than every number of an entry.</summary>
    private static readonly string LastNumber = new('9', NumberDigits);

    public static string PartitionOf(string planId) => $"plan#{planId}";

    public static string Operation(RunOperation operation) => $"op#{Name(operation)}";

    /// <summary>
    /// What the sort keys of the parts of an operation's checkpoints begin with; then comes the fencing token, so that
    /// they sort by holder.
    /// </summary>
    public static string CheckpointParts(RunOperation operation) => $"{Operation(operation)}#part#";

    public static string CheckpointPart(RunOperation operation, string save, int part) =>
        string.Create(CultureInfo.InvariantCulture, $"{CheckpointParts(operation)}{save}#{part:D4}");

    /// <summary>One save of a checkpoint in parts.</summary>
    public static string CheckpointSave(long fence, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{fence:D12}#{number:D12}");

    /// <summary>A log's header. It sorts before the log's entries.</summary>
    public static string LogHeader(string log) => $"{Log}{log}#";

    public static string LogEntry(string log, long number) =>
        LogHeader(log) + number.ToString("D16", CultureInfo.InvariantCulture);

    public static string LastLogEntry(string log) => LogHeader(log) + LastNumber;

    public static string LogPart(string log, string version, int part) =>
        string.Create(CultureInfo.InvariantCulture, $"{LogPartPrefix}{log}#{version}#{part:D4}");

    /// <summary>The number of an entry; null of a header.</summary>
    public static long? NumberOf(string log, string sortKey)
    {
        var text = sortKey.AsSpan(LogHeader(log).Length);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    public static string Name(RunOperation operation) => operation.ToString().ToLowerInvariant();
}
