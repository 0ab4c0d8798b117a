namespace DynamoNamespace.Tests.Support.Processes;

/// <summary>How a process ended. A signal shows as exit code 128 plus its number.</summary>
public sealed record ProcessResult(int ExitCode, string StandardOutput, string StandardError)
{
    public override string ToString() =>
        $"exit code {ExitCode}\n--- standard output\n{StandardOutput}\n--- standard error\n{StandardError}";
}
