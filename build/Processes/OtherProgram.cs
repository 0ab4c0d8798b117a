using System.Diagnostics;

namespace DynamoNamespace.Build.Processes;

/// <summary>Another program, run with this process's console.</summary>
/// <param name="Program">A name on PATH, or a path.</param>
/// <param name="Arguments">Its arguments, unquoted.</param>
internal sealed record OtherProgram(string Program, params string[] Arguments)
{
    private static readonly TimeSpan WaitBeforeTelling = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WaitBeforeKilling = TimeSpan.FromSeconds(10);

    /// <summary>Variables to set for it alone; a null value removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>The folder that it starts in.</summary>
    public string Folder { get; init; } = Repository.Root;

    /// <summary>Takes each line of its output and error output; null lets it write to this process's console.</summary>
    public Action<string>? OnOutput { get; init; }

    /// <summary>Runs it to its end and returns its exit code.</summary>
    /// <exception cref="OperationCanceledException">A stop was asked for; the program has ended by then.</exception>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        using var process = Start();
        try
        {
            await process.WaitForExitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            await EndAsync(process);
            throw;
        }

        return process.ExitCode;
    }

    /// <summary>Runs it to its end and fails when its exit code is not zero. It has said why itself.</summary>
    public async Task RequireAsync(string failure, CancellationToken stop)
    {
        var exitCode = await RunAsync(stop);
        if (exitCode != 0)
            throw new BuildException($"{failure} ('{Program} {Arguments.FirstOrDefault()}' ended with exit code {exitCode}; what it said stands above.)");
    }

    public Process Start()
    {
        var start = new ProcessStartInfo(Program, Arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = OnOutput is not null,
            RedirectStandardError = OnOutput is not null,
        };
        foreach (var (name, value) in Environment)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new BuildException($"'{Program}' could not be started.");
        if (OnOutput is not null)
            Read(process, OnOutput);
        return process;
    }

    /// <summary>The two outputs arrive on threads of their own.</summary>
    private static void Read(Process process, Action<string> onOutput)
    {
        var order = new object();
        process.OutputDataReceived += Tell;
        process.ErrorDataReceived += Tell;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        void Tell(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null)
                return;
            lock (order)
                onOutput(line.Data);
        }
    }

    /// <summary>A terminal's Ctrl+C reaches the child too, so it gets time to end by itself before it is told, and then made, to.</summary>
    private static async Task EndAsync(Process process)
    {
        if (await EndsWithinAsync(process, WaitBeforeTelling))
            return;
        ProcessSignal.Terminate(process);
        if (await EndsWithinAsync(process, WaitBeforeKilling))
            return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
    }

    private static async Task<bool> EndsWithinAsync(Process process, TimeSpan time)
    {
        using var limit = new CancellationTokenSource(time);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
