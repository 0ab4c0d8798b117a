using System.CommandLine;
using System.Diagnostics;
using DynamoNamespace.Build.Packages;
using DynamoNamespace.Build.Processes;
using DynamoNamespace.Build.Staging;

namespace DynamoNamespace.Build.Targets;

internal static class BuildTarget
{
    public static Command Create()
    {
        var command = new Command("build", "Compile, and stage the module and the worker under artifacts/.");
        command.SetAction(async (_, stop) =>
        {
            await BuildAsync(stop);
            return ExitCodes.Succeeded;
        });
        return command;
    }

    /// <summary>Compiles everything and stages what users get. Every other task starts with it.</summary>
    public static async Task BuildAsync(CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        Console.WriteLine($"Compiling {Repository.Shown(Repository.Solution)}.");
        await CompileAsync(stop);
        await Stage.CreateAsync(stop);
        Console.WriteLine($"Built {Repository.ModuleName} {ModuleManifest.Read(Repository.ManifestSource).Version} into {Repository.Shown(Repository.StagedModule)} and {Repository.Shown(Repository.StagedWorker)} in {clock.Elapsed.TotalSeconds:0.0} s.");
    }

    private static async Task CompileAsync(CancellationToken stop)
    {
        var isSourceAtFault = false;
        // Not "dotnet build": that prints its summary however quiet it is told to be.
        var exitCode = await new OtherProgram(
            Dotnet.Program, "msbuild", Repository.Solution, "-restore", $"-p:Configuration={Repository.Configuration}",
            "-verbosity:quiet", "-terminalLogger:off", "-nologo")
        { OnOutput = Tell }.RunAsync(stop);
        if (exitCode == 0)
            return;
        throw isSourceAtFault
            ? new SetupException(
                "NuGet could not download the packages of the solution; the reason stands above. "
                + PackageSources.NextStep)
            : new BuildException(
                $"The solution does not compile; the reason stands above (msbuild ended with exit code {exitCode}).");

        void Tell(string line)
        {
            Console.WriteLine(line);
            isSourceAtFault |= PackageSources.AreAtFault(line);
        }
    }
}
