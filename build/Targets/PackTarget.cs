using System.CommandLine;
using DynamoNamespace.Build.Packing;
using DynamoNamespace.Build.Shells;
using DynamoNamespace.Build.Staging;

namespace DynamoNamespace.Build.Targets;

internal static class PackTarget
{
    public static Command Create()
    {
        var force = new Option<bool>("--force") { Description = "Replace other content of this version." };
        var command = new Command("pack", "Build, then make packages, archives and bills of materials.") { force };
        command.SetAction((line, stop) => RunAsync(line.GetValue(force), stop));
        return command;
    }

    private static async Task<int> RunAsync(bool force, CancellationToken stop)
    {
        var powerShell = await OwnPowerShell.GetAsync(stop);
        await BuildTarget.BuildAsync(stop);
        var made = Folder.Empty(Repository.At("artifacts", "packing"));
        await ReleaseFiles.CreateAsync(made, powerShell, stop);
        var files = Directory.GetFiles(made).Select(path => Path.GetFileName(path)!)
            .Order(StringComparer.Ordinal).ToList();
        var changed = PackageFolder.Add(made, Repository.Packages, force);
        Folder.Delete(made);
        foreach (var name in files)
        {
            var path = Path.Combine(Repository.Packages, name);
            var what = changed.Contains(name, StringComparer.Ordinal) ? "Packed" : "Unchanged:";
            Console.WriteLine($"{what} {Repository.Shown(path)} ({new FileInfo(path).Length / 1024.0:0} KB).");
        }

        return ExitCodes.Succeeded;
    }
}
