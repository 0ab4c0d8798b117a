using DynamoNamespace.Build.Processes;

namespace DynamoNamespace.Build.Staging;

internal static class WorkerStage
{
    public const string Assembly = "ddbns";

    private static readonly string Project = Repository.At("src", "DynamoNamespace.Worker");

    public static async Task CreateAsync(string folder, CancellationToken stop)
    {
        // Without the apphost, so that one worker runs on every platform.
        await new OtherProgram(
            Dotnet.Program, "publish", Project, "--no-build", "-c", Repository.Configuration, "-o", folder,
            "-v", "quiet", "-tl:off", "--nologo", "-p:UseAppHost=false")
            .RequireAsync("The worker could not be published.", stop);
    }
}
