using System.CommandLine;
using DynamoNamespace.Build.Staging;

namespace DynamoNamespace.Build.Targets;

internal static class PackTarget
{
    public static Command Create()
    {
        var command = new Command("pack", "Build, then zip the module and the worker.");
        command.SetAction((_, stop) => RunAsync(stop));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken stop)
    {
        await BuildTarget.BuildAsync(stop);
        var version = ModuleManifest.Read(Repository.ManifestSource).Version;
        Pack(Repository.StagedModule, $"{Repository.ModuleName}.{version}.zip", Repository.ModuleName);
        Pack(Repository.StagedWorker, $"ddbns.{version}.zip", "ddbns");
        return ExitCodes.Succeeded;
    }

    private static void Pack(string folder, string fileName, string rootInside)
    {
        var path = Path.Combine(Repository.Artifacts, fileName);
        PackageArchive.Write(folder, path, rootInside);
        Console.WriteLine($"Packed {Repository.Shown(path)} ({new FileInfo(path).Length / 1024.0:0} KB).");
    }
}
