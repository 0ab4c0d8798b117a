using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Integration.Worker;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Processes;

namespace DynamoNamespace.Tests.Integration.State;

/// <summary>
/// A machine that runs the worker on a test's table: with a home for state of its own, which is empty at first, and the endpoint as it spells it. The
/// plan's state is in the default table, or in a folder.
/// </summary>
internal sealed class Machine(MigratingTable table, string endpointUrl, string? checkpointPath = null) : IDisposable
{
    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("ddbns-machine-");

    /// <summary>How long requests of its workers may arrive late, in seconds; null as everywhere in the tests.</summary>
    public int? LateRequestSeconds { get; init; }

    /// <summary>A folder on this machine's own disk.</summary>
    public string OwnFolder => Path.Combine(home.FullName, "plan");

    private Dictionary<string, string> Environment
    {
        get
        {
            var environment = new Dictionary<string, string>(DynoxideServer.EnvironmentFor(endpointUrl), StringComparer.Ordinal) { [StateFolder.Variable] = home.FullName };
            if (LateRequestSeconds is { } seconds)
                environment[StateTimings.LateRequestsVariable] = $"{seconds}";
            return environment;
        }
    }

    /// <summary>A machine that reaches the table through its proxy, and the folder that all machines share where the plan's state is in one.</summary>
    public static Machine On(MigratingTable table, int? lateRequestSeconds = null) =>
        new(table, table.Proxy.EndpointUrl, table.Place.CheckpointPath) { LateRequestSeconds = lateRequestSeconds };

    public Task<ProcessResult> RunAsync(params string[] arguments) => WorkerProcess.RunAsync(CommandLine(arguments), Environment, Ddbns.Limit);

    /// <summary>Runs a command and expects success.</summary>
    public async Task<ProcessResult> DoAsync(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Ddbns.AssertExit(0, result);
        return result;
    }

    /// <summary>Catches up until nothing changes, and expects success.</summary>
    public Task<ProcessResult> CatchUpAsync(params string[] arguments) => DoAsync(["sync", "--stop-when-idle", "--idle-seconds", "1", .. arguments]);

    public ChildProcess Start(params string[] arguments) => WorkerProcess.Start(CommandLine(arguments), Environment);

    /// <summary>A command line of the worker on this table and place, for what starts it by itself.</summary>
    public IReadOnlyList<string> CommandLine(params string[] arguments) =>
        [.. arguments, "--table-name", table.Name, .. checkpointPath is null ? (string[])[] : ["--checkpoint-path", checkpointPath]];

    public void Dispose() => home.Delete(recursive: true);
}
