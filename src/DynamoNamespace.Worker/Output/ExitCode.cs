namespace DynamoNamespace.Worker.Output;

/// <summary>What the exit codes mean.</summary>
internal static class ExitCode
{
    /// <summary>Done and proven.</summary>
    public const int Done = 0;

    /// <summary>Incomplete, or a check failed, or the run could not begin.</summary>
    public const int Incomplete = 1;

    /// <summary>A wrong command line or value.</summary>
    public const int WrongUsage = 2;

    /// <summary>Stopped by SIGINT or SIGTERM.</summary>
    public const int Interrupted = 130;
}
