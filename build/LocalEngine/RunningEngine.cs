using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace DynamoNamespace.Build.LocalEngine;

/// <summary>An engine in memory on a free loopback port. It ends with this object unless it is kept.</summary>
internal sealed class RunningEngine : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private bool _isKept;

    private RunningEngine(Process process, int port)
    {
        _process = process;
        Endpoint = new($"http://127.0.0.1:{port}");
    }

    public Uri Endpoint { get; }

    public int ProcessId => _process.Id;

    public static async Task<RunningEngine> StartAsync(string binary, CancellationToken stop)
    {
        var port = FreePort();
        var engine = new RunningEngine(Start(binary, port), port);
        try
        {
            await engine.WaitUntilItAnswersAsync(stop);
            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    public void Keep() => _isKept = true;

    public async ValueTask DisposeAsync()
    {
        if (!_isKept && !_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    /// <summary>
    /// In a session of its own where there is setsid, so that Ctrl+C, which is for the migration, does not take the
    /// table away under it; and without our console, so that an engine that is kept holds no pipe open.
    /// </summary>
    private static Process Start(string binary, int port)
    {
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(binary, ["--port", $"{port}"]) { CreateNoWindow = true }
            : new ProcessStartInfo("/bin/sh", ["-c", """
                exec </dev/null >/dev/null 2>&1
                if command -v setsid; then exec setsid "$@"; fi
                trap '' INT HUP
                exec "$@"
                """, "sh", binary, "--port", $"{port}"]);
        return Process.Start(start)!;
    }

    private async Task WaitUntilItAnswersAsync(CancellationToken stop)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (_process.HasExited)
                throw new BuildException($"The local engine ended with exit code {_process.ExitCode} instead of listening on {Endpoint}. Run it by hand to see why, or set {EnginePackage.PathVariable} to another binary.");
            try
            {
                using var answer = await http.GetAsync(Endpoint, stop);
                return;
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested)
            {
                if (clock.Elapsed > StartLimit)
                    throw new BuildException($"The local engine did not answer on {Endpoint} within {StartLimit.TotalSeconds:0} seconds. Run the task again.");
                await Task.Delay(50, stop);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
