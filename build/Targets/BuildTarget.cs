using System.Diagnostics;
using DynamoNamespace.Build.Processes;
using DynamoNamespace.Build.Staging;

namespace DynamoNamespace.Build.Targets;

internal static class BuildTarget
{
    public static async Task<int> RunAsync(string[] arguments, CancellationToken stop)
    {
        UsageException.ThrowIfAny(arguments, "build");
        await BuildAsync(stop);
        return ExitCodes.Succeeded;
    }

    /// <summary>Compiles everything and stages what users get. Every other task starts with it.</summary>
    public static async Task BuildAsync(CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        Console.WriteLine($"Compiling {Repository.Shown(Repository.Solution)}.");
        // Not "dotnet build": that prints its summary however quiet it is told to be.
        await new Command("dotnet", "msbuild", Repository.Solution, "-restore", $"-p:Configuration={Repository.Configuration}", "-verbosity:quiet", "-terminalLogger:off", "-nologo")
            .RequireAsync("The solution does not compile.", stop);
        await Stage.CreateAsync(stop);
        Console.WriteLine($"Built {Repository.ModuleName} {ModuleManifest.Read(Repository.ManifestSource).Version} into {Repository.Shown(Repository.StagedModule)} and {Repository.Shown(Repository.StagedWorker)} in {clock.Elapsed.TotalSeconds:0.0} s.");
    }
}
