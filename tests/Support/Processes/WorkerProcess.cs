namespace DynamoNamespace.Tests.Support.Processes;

/// <summary>The staged worker, <c>artifacts/worker/ddbns.dll</c>, as a process of its own.</summary>
public static class WorkerProcess
{
    public static string AssemblyPath => RepositoryRoot.Combine("artifacts", "worker", "ddbns.dll");

    public static ChildProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        if (!File.Exists(AssemblyPath))
            throw new FileNotFoundException($"The worker is not staged at '{AssemblyPath}'. Run './dev build' first.");
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } named ? named : "dotnet";
        return ChildProcess.Start(host, [AssemblyPath, .. arguments], environment);
    }

    /// <summary>Runs the worker to its end.</summary>
    /// <exception cref="TimeoutException">It did not end in time; it has been killed.</exception>
    public static async Task<ProcessResult> RunAsync(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        await using var process = Start(arguments, environment);
        return await process.WaitAsync();
    }
}
