using System.Diagnostics;

namespace DynamoNamespace.Tests.Support.Processes;

/// <summary>A process that this one started: its output is read as it comes, and it ends with this object at the latest.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ProcessOutput _standardOutput;
    private readonly ProcessOutput _standardError;

    private ChildProcess(Process process)
    {
        _process = process;
        _standardOutput = new ProcessOutput(process.StandardOutput);
        _standardError = new ProcessOutput(process.StandardError);
        AppDomain.CurrentDomain.ProcessExit += KillWithParent;
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What it has written so far, to both streams.</summary>
    public string Output => _standardOutput.Text + _standardError.Text;

    /// <summary>
    /// Starts a process with this one's environment, without its <c>AWS_*</c> settings and with those given.
    /// </summary>
    public static ChildProcess Start(
        string fileName, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        (fileName, arguments) = PosixSignals.WithDefaultInterrupt(fileName, arguments);
        var start = new ProcessStartInfo(fileName, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
            start.Environment[name] = value;

        var process = Process.Start(start)
            ?? throw new InvalidOperationException($"'{fileName}' could not be started.");
        process.StandardInput.Close();
        return new ChildProcess(process);
    }

    /// <summary>Whether a line with <paramref name="fragment"/> came, on either stream, before the process ended.</summary>
    /// <exception cref="TimeoutException">Neither happened in time.</exception>
    public async Task<bool> WaitForLineAsync(string fragment)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var exited = _process.HasExited;
            if (exited)
                await ReadToEndAsync();
            if (Output.Contains(fragment, StringComparison.Ordinal))
                return true;
            if (exited)
                return false;
            if (waited.Elapsed > Patience.Limit)
                throw new TimeoutException($"Process {Id} did not write '{fragment}' within {Patience.Limit}. It wrote: {Output}");
            await Task.Delay(10);
        }
    }

    /// <summary>Waits for the process to end by itself, or after a signal.</summary>
    /// <param name="limit">How long; null for the limit of every wait.</param>
    /// <exception cref="TimeoutException">It did not end in time; it has been killed.</exception>
    public async Task<ProcessResult> WaitAsync(TimeSpan? limit = null)
    {
        var time = limit ?? Patience.Limit;
        using var timer = new CancellationTokenSource(time);
        try
        {
            await _process.WaitForExitAsync(timer.Token);
        }
        catch (OperationCanceledException e)
        {
            Kill();
            // The signal is sent; the system takes a moment to end the process.
            await _process.WaitForExitAsync(CancellationToken.None);
            await ReadToEndAsync();
            throw new TimeoutException($"Process {Id} did not end within {time} and was killed. It wrote: {Output}", e);
        }

        await ReadToEndAsync();
        return new ProcessResult(_process.ExitCode, _standardOutput.Text, _standardError.Text);
    }

    /// <summary>SIGINT, as Ctrl+C sends it.</summary>
    public void Interrupt() => PosixSignals.Send(_process, PosixSignals.Interrupt);

    /// <summary>SIGTERM, as a container runtime sends it.</summary>
    public void Terminate() => PosixSignals.Send(_process, PosixSignals.Terminate);

    /// <summary>SIGKILL: the process gets no chance to tidy up.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
            _process.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillWithParent;
        Kill();
        await _process.WaitForExitAsync();
        await ReadToEndAsync();
        _process.Dispose();
    }

    private Task ReadToEndAsync() => Task.WhenAll(_standardOutput.Completion, _standardError.Completion);

    private void KillWithParent(object? sender, EventArgs e) => Kill();
}
