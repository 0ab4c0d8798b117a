using System.CommandLine;
using DynamoNamespace.Build.Benchmarks;
using DynamoNamespace.Build.LocalEngine;
using DynamoNamespace.Build.Processes;
using DynamoNamespace.Build.Shells;

namespace DynamoNamespace.Build.Targets;

/// <summary>
/// Builds, then hands the command line on to the benchmark, which reads it with the same <see cref="BenchCommand"/>.
/// </summary>
internal static class BenchTarget
{
    /// <param name="all">The whole command line.</param>
    public static Command Create(string[] all)
    {
        return new BenchCommand(RunAsync, (_, stop) => StartAsync(stop), (_, stop) => StartAsync(stop)).Create();

        async Task<int> RunAsync(BenchOptions options, CancellationToken stop)
        {
            EnginePackage.RequireInstaller();
            if (options.NeedsPowerShell)
                await PowerShellHost.GetAsync(options.PowerShell, stop);
            return await StartAsync(stop);
        }

        async Task<int> StartAsync(CancellationToken stop)
        {
            // Where there is no engine for this platform, the groups that need none can still be measured.
            var engine = await EnginePackage.InstallAsync(stop);
            await BuildTarget.BuildAsync(stop);
            var benchmark = Path.Combine(Repository.OutputOf("bench"), "DynamoNamespace.Bench.dll");
            return await new OtherProgram(Dotnet.Program, [benchmark, .. all[1..]])
            {
                Folder = Environment.CurrentDirectory,
                Environment = new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    [EnginePackage.PathVariable] = engine,
                },
            }.RunAsync(stop);
        }
    }
}
