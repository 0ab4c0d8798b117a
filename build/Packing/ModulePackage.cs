using DynamoNamespace.Build.Shells;
using DynamoNamespace.Build.Staging;

namespace DynamoNamespace.Build.Packing;

/// <summary>The package that Install-PSResource installs.</summary>
internal static class ModulePackage
{
    private static readonly string Script = Repository.At("build", "Packing", "Compress-Module.ps1");

    public static async Task CreateAsync(string folder, PowerShellHost powerShell, CancellationToken stop)
    {
        var script = powerShell.Script(
            Script, new Dictionary<string, string?>(StringComparer.Ordinal),
            "-Path", Repository.StagedModule, "-DestinationPath", folder);
        // Where a user has no folder for settings, PSResourceGet writes one into the folder that it runs in.
        var settings = Folder.Empty(folder + "-settings");
        await (script with { Folder = settings }).RequireAsync("The package of the module could not be made.", stop);
        Folder.Delete(settings);
    }
}
