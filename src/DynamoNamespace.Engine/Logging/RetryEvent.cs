using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;

namespace DynamoNamespace.Engine.Logging;

/// <summary>What a run's log tells of a request, or of statements in one, that are sent again.</summary>
internal static class RetryEvent
{
    /// <summary>A request that failed and is sent again after a wait.</summary>
    public static void Write(RunLog log, string operation, Exception error, int attempt, TimeSpan wait)
    {
        if (log.IsKept)
            Write(log, operation, CauseOf(error), attempt, wait, error.Message);
    }

    /// <summary>A request that is sent again after a wait.</summary>
    public static void Write(RunLog log, string operation, string cause, int attempt, TimeSpan wait, string? message = null) => log.Write("requestRetried", json =>
    {
        json.WriteString("operation", operation);
        json.WriteString("cause", cause);
        if (log.NamesKeys && message is not null)
            json.WriteString("message", message);
        json.WriteNumber("attempt", attempt);
        json.WriteNumber("waitMilliseconds", Math.Round(wait.TotalMilliseconds));
    });

    /// <summary>Statements that failed in a request that did not, and are sent again with the next one.</summary>
    public static void WriteStatements(RunLog log, IEnumerable<string> codes)
    {
        if (!log.IsKept)
            return;
        foreach (var same in codes.GroupBy(code => code, StringComparer.Ordinal))
        {
            log.Write("statementsRetried", json =>
            {
                json.WriteString("operation", ItemCalls.Statements);
                json.WriteString("cause", same.Key);
                json.WriteNumber("statements", same.Count());
            });
        }
    }

    /// <summary>DynamoDB's error code, or else the kind of error; never its message, which can hold keys and values of items.</summary>
    public static string CauseOf(Exception error)
    {
        var last = error;
        for (var current = error; current is not null; current = current.InnerException)
        {
            if (current is AmazonServiceException { ErrorCode.Length: > 0 } service)
                return service.ErrorCode;
            last = current;
        }

        return last.GetType().Name;
    }
}
