using System.CommandLine;

namespace DynamoNamespace.Build.Targets;

internal static class CleanTarget
{
    private static readonly string[] ProjectParents = ["src", "tests", "."];

    public static Command Create()
    {
        var command = new Command("clean", "Delete artifacts/ and what the compiler wrote.");
        command.SetAction((_, stop) => RunAsync(stop));
        return command;
    }

    private static Task<int> RunAsync(CancellationToken stop)
    {
        foreach (var folder in Folders())
        {
            stop.ThrowIfCancellationRequested();
            Staging.Folder.Delete(folder);
        }

        return Task.FromResult(ExitCodes.Succeeded);
    }

    /// <summary>The build program's own output is in use while this runs, so it stays.</summary>
    private static IEnumerable<string> Folders() =>
        ProjectParents
            .Select(parent => Repository.At(parent))
            .Where(Directory.Exists)
            .SelectMany(Directory.GetDirectories)
            .Where(project => Directory.EnumerateFiles(project, "*.csproj").Any() && !AppContext.BaseDirectory.StartsWith(project, StringComparison.Ordinal))
            .SelectMany(project => new[] { Path.Combine(project, "bin"), Path.Combine(project, "obj") })
            .Append(Repository.Artifacts);
}
