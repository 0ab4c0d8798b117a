using System.Text.Json;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.RateControl;

namespace DynamoNamespace.Engine.Logging;

/// <summary>What a run's log tells of the run as a whole: how it began, what page is done, that it was stopped, and, once, how it ended.</summary>
internal sealed class RunEvents(RunLog log)
{
    private static readonly RunCount[] Counts = Enum.GetValues<RunCount>();

    /// <summary>The end tells these even where they are 0.</summary>
    private static readonly RunCount[] AlwaysTold =
    [
        RunCount.Scanned, RunCount.Candidates, RunCount.Written, RunCount.AlreadyMigrated, RunCount.Conflicts,
        RunCount.Failed, RunCount.Skipped, RunCount.Deleted, RunCount.Kept,
    ];

    private MigrationSession? session;
    private RunCheckpoint? checkpoint;
    private int hasEnded;

    public RunLog Log => log;

    /// <param name="run">The run.</param>
    /// <param name="operation">What it does, such as <c>Copy</c>.</param>
    /// <param name="its">Its checkpoint; null where it has none.</param>
    public void Started(MigrationSession run, string operation, RunCheckpoint? its = null)
    {
        (session, checkpoint) = (run, its);
        log.RunId = its?.RunId ?? run.RunId;
        log.Write("runStarted", json =>
        {
            json.WriteString("operation", operation);
            json.WriteString("version", typeof(RunEvents).Assembly.GetName().Version!.ToString(3));
            json.WriteString("table", run.Table.Name);
            json.WriteString("endpoint", WithoutUser(run.Plan.Endpoint));
            if (run.Plan.Target is { } target)
            {
                json.WriteString("targetTable", target.Name);
                json.WriteString("targetEndpoint", WithoutUser(target.Endpoint));
            }

            WriteIfAny(json, "namespace", run.Namespace?.Name);
            WriteIfAny(json, "namespaceId", run.Namespace?.NamespaceId);
            json.WriteString("mapping", run.Options.Mapping);
            json.WriteString("fingerprint", run.Plan.Fingerprint);
            json.WriteBoolean("dryRun", run.Options.DryRun);
            json.WriteBoolean("resumed", its?.Resumed is not null);
            json.WriteNumber("segments", its?.Scan.TotalSegments ?? run.Layout.TotalSegments);
            WriteLimits(json, "limits", run.Rate.Own);
            WriteIfAny(json, "checkpoint", its?.Path);
        });
    }

    /// <summary>Tells each page of a scan that is done; null where nobody listens.</summary>
    public Action<int, PageProgress>? PageDone(string operation) => !log.IsKept ? null : (segment, page) => log.Write("pageDone", json =>
    {
        json.WriteString("operation", operation);
        json.WriteNumber("segment", segment);
        foreach (var count in Counts)
        {
            if (page.Tally[count] != 0)
                json.WriteNumber(NameOf(count), page.Tally[count]);
        }

        json.WriteNumber("readUnits", page.ReadUnits);
    });

    public void Interrupted() => log.Write("interrupted");

    public void Ended(DdbMigrationOutcome outcome, Exception? error = null, Action<Utf8JsonWriter>? more = null) => WriteEnd(outcome, error, more);

    /// <summary>An error that came out of the run, or kept it from beginning.</summary>
    public void Failed(Exception error) => WriteEnd(DdbMigrationOutcome.Incomplete, error, null);

    public static void WriteLimits(Utf8JsonWriter json, string name, RunLimits limits)
    {
        json.WriteStartObject(name);
        WriteLimit(json, "readUnits", limits.Read.UnitsPerSecond);
        WriteLimit(json, "writeUnits", limits.Write.UnitsPerSecond);
        json.WriteNumber("requests", limits.Requests);
        json.WriteEndObject();
    }

    private void WriteEnd(DdbMigrationOutcome outcome, Exception? error, Action<Utf8JsonWriter>? more)
    {
        if (Interlocked.Exchange(ref hasEnded, 1) == 1)
            return;
        log.Write("runEnded", json =>
        {
            json.WriteString("outcome", outcome.ToString());
            WriteError(json, error);
            if (session is not null)
                WriteTotals(json, session);
            more?.Invoke(json);
        });
    }

    private void WriteTotals(Utf8JsonWriter json, MigrationSession run)
    {
        foreach (var count in Counts)
        {
            if (run.Counters[count] is var told && (told != 0 || AlwaysTold.Contains(count)))
                json.WriteNumber(NameOf(count), told);
        }

        var used = (checkpoint?.Before ?? new RequestTotals()) + run.Used;
        json.WriteNumber("readUnits", used.ReadUnits);
        json.WriteNumber("writeUnits", used.WriteUnits);
        json.WriteNumber("requests", used.Requests);
        json.WriteNumber("retries", used.Retries);
        json.WriteNumber("throttled", used.Throttled);
        json.WriteNumber("elapsedSeconds", Math.Round((checkpoint?.Elapsed ?? run.Elapsed).TotalSeconds, 3));
    }

    /// <summary>Its name and its cause's, not its message: that can tell keys and values of items.</summary>
    private static void WriteError(Utf8JsonWriter json, Exception? error)
    {
        if (error is null)
            return;
        json.WriteString("errorId", error switch
        {
            DdbException known => known.ErrorId,
            OperationCanceledException => "MigrationInterrupted",
            _ => error.GetType().Name,
        });
        if (error.InnerException is { } cause)
            json.WriteString("cause", RetryEvent.CauseOf(cause));
    }

    private static void WriteLimit(Utf8JsonWriter json, string name, double? limit)
    {
        if (limit is null)
            json.WriteNull(name);
        else
            json.WriteNumber(name, limit.Value);
    }

    private static void WriteIfAny(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static string NameOf(RunCount count) => JsonNamingPolicy.CamelCase.ConvertName(count.ToString());

    /// <summary>An endpoint's URL may carry a password, even one that is not used.</summary>
    private static string WithoutUser(string endpoint) => Uri.TryCreate(endpoint, UriKind.Absolute, out var url)
        ? url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)
        : "";
}
