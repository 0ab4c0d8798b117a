using DynamoNamespace.Build.Processes;

namespace DynamoNamespace.Build.Packing;

/// <summary>The package that <c>dotnet tool install ddbns</c> installs.</summary>
internal static class ToolPackage
{
    private static readonly string Project = Repository.At("src", "DynamoNamespace.Worker");

    public static Task CreateAsync(string folder, CancellationToken stop) =>
        new OtherProgram(
            Dotnet.Program, "pack", Project, "--no-build", "-c", Repository.Configuration, "-o", folder,
            "-v", "quiet", "-tl:off", "--nologo")
            .RequireAsync("The package of the worker could not be made.", stop);
}
