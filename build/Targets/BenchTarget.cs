using DynamoNamespace.Build.LocalEngine;
using DynamoNamespace.Build.Processes;

namespace DynamoNamespace.Build.Targets;

internal static class BenchTarget
{
    public static async Task<int> RunAsync(string[] arguments, CancellationToken stop)
    {
        EnginePackage.RequireInstaller();
        // Where there is no engine for this platform, the groups that need none can still be measured.
        var engine = await EnginePackage.InstallAsync(stop);
        await BuildTarget.BuildAsync(stop);
        var benchmark = Path.Combine(Repository.OutputOf("bench"), "DynamoNamespace.Bench.dll");
        return await new Command("dotnet", [benchmark, .. arguments])
        {
            Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { [EnginePackage.PathVariable] = engine },
        }.RunAsync(stop);
    }
}
