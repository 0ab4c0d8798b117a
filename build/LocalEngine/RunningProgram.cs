using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace DynamoNamespace.Build.LocalEngine;

/// <summary>A server on a loopback port, which says "listening on" when it is ready. It ends with this object unless it is kept.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _log;
    private bool _isKept;

    private RunningProgram(Process process, string log, int port)
    {
        _process = process;
        _log = log;
        Endpoint = new($"http://127.0.0.1:{port}");
    }

    public Uri Endpoint { get; }

    public int ProcessId => _process.Id;

    /// <summary>Starts a program and waits until it listens.</summary>
    /// <param name="name">As messages and its log name it.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments before <c>--port</c>.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task<RunningProgram> StartAsync(string name, string program, string[] arguments, CancellationToken stop)
    {
        var port = FreePort();
        Directory.CreateDirectory(Repository.Artifacts);
        var log = Path.Combine(Repository.Artifacts, name + ".log");
        File.Delete(log);
        var running = new RunningProgram(Start(program, [.. arguments, "--port", $"{port}"], log), log, port);
        try
        {
            await running.WaitUntilItListensAsync(name, stop);
            return running;
        }
        catch
        {
            await running.DisposeAsync();
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
    /// table away under it; and without our console, so that a program that is kept holds no pipe open.
    /// </summary>
    private static Process Start(string program, string[] arguments, string log)
    {
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd", ["/c", $"\"{program}\" {string.Join(' ', arguments.Select(argument => $"\"{argument}\""))} > \"{log}\" 2>&1"]) { CreateNoWindow = true }
            : new ProcessStartInfo("/bin/sh", ["-c", """
                log=$1
                shift
                exec </dev/null >"$log" 2>&1
                if command -v setsid >/dev/null; then exec setsid "$@"; fi
                trap '' INT HUP
                exec "$@"
                """, "sh", log, program, .. arguments]);
        return Process.Start(start)!;
    }

    private async Task WaitUntilItListensAsync(string name, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        while (!Said().Contains("listening on", StringComparison.Ordinal))
        {
            if (_process.HasExited)
                throw new BuildException($"The {name} ended with exit code {_process.ExitCode} instead of listening on {Endpoint}. It said: {Said().Trim()}");
            if (clock.Elapsed > StartLimit)
                throw new BuildException($"The {name} did not listen on {Endpoint} within {StartLimit.TotalSeconds:0} seconds. Run the task again. It said: {Said().Trim()}");
            await Task.Delay(50, stop);
        }
    }

    private string Said()
    {
        if (!File.Exists(_log))
            return "";
        using var reader = new StreamReader(new FileStream(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
