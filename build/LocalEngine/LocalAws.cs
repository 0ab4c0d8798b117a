using DynamoNamespace.Build.Processes;

namespace DynamoNamespace.Build.LocalEngine;

/// <summary>The local engine with the control plane before it, and a stack that is deployed as zae-limiter 0.9 leaves it.</summary>
internal sealed class LocalAws : IAsyncDisposable
{
    private static readonly string ControlPlane = Path.Combine(Repository.OutputOf(Path.Combine("tests", "ControlPlane")), "control-plane.dll");

    private readonly RunningProgram _engine;
    private readonly RunningProgram _plane;

    private LocalAws(RunningProgram engine, RunningProgram plane)
    {
        _engine = engine;
        _plane = plane;
    }

    /// <summary>Where all services answer.</summary>
    public string Address => _plane.Endpoint.GetLeftPart(UriPartial.Authority);

    /// <summary>The processes, for who has to end them by hand.</summary>
    public IReadOnlyList<int> ProcessIds => [_plane.ProcessId, _engine.ProcessId];

    public static async Task<LocalAws> StartAsync(string engineBinary, string stack, string role, CancellationToken stop)
    {
        var engine = await RunningProgram.StartAsync("local-engine", engineBinary, [], stop);
        try
        {
            string[] arguments = [ControlPlane, "--dynamodb", engine.Endpoint.GetLeftPart(UriPartial.Authority), "--stack", stack, "--role", role, "--backfill-ms", "2000"];
            return new(engine, await RunningProgram.StartAsync("control-plane", Dotnet.Program, arguments, stop));
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    public void Keep()
    {
        _plane.Keep();
        _engine.Keep();
    }

    public async ValueTask DisposeAsync()
    {
        await _plane.DisposeAsync();
        await _engine.DisposeAsync();
    }
}
