using DynamoNamespace.Build.LocalEngine;
using DynamoNamespace.Build.Processes;
using DynamoNamespace.Build.Staging;

namespace DynamoNamespace.Build.Targets;

/// <summary>Migrates a sample table on an engine in memory, with the module where there is PowerShell, else with the worker.</summary>
internal static class QuickstartTarget
{
    private const string Region = "us-east-1";

    private static readonly string Script = Repository.At("examples", "quickstart.ps1");

    public static async Task<int> RunAsync(string[] arguments, CancellationToken stop)
    {
        var options = QuickstartOptions.Parse(arguments);
        EnginePackage.RequireInstaller();
        await BuildTarget.BuildAsync(stop);
        var binary = await EnginePackage.RequireAsync(stop);

        await using var engine = await RunningEngine.StartAsync(binary, stop);
        if (options.Keep)
            engine.Keep();
        try
        {
            return await (Choose(options, engine.Endpoint) with { Environment = LocalCredentials() }).RunAsync(stop);
        }
        finally
        {
            if (options.Keep)
                Console.WriteLine(HowToReach(engine));
        }
    }

    private static Command Choose(QuickstartOptions options, Uri endpoint)
    {
        var address = endpoint.GetLeftPart(UriPartial.Authority);
        var pwsh = SearchPath.Find("pwsh");
        if (pwsh is not null && !options.UseWorker)
        {
            Console.WriteLine($"pwsh is on PATH: using the module in {pwsh}");
            return new(pwsh, ["-NoProfile", "-NonInteractive", "-File", Script, "-EndpointUrl", address, .. Items("-Items")]);
        }

        Console.WriteLine(pwsh is null ? "pwsh was not found: using the worker" : "--worker was given: using the worker");
        var worker = Path.Combine(Repository.StagedWorker, WorkerStage.Assembly + ".dll");
        return new("dotnet", [worker, "quickstart", "--endpoint-url", address, "--region", Region, .. Items("--items")]);

        string[] Items(string option) => options.Items is { } items ? [option, $"{items}"] : [];
    }

    /// <summary>Any credentials will do for the engine, and the user's own must not leave for it.</summary>
    private static Dictionary<string, string?> LocalCredentials() => new(StringComparer.Ordinal)
    {
        ["AWS_ACCESS_KEY_ID"] = "local",
        ["AWS_SECRET_ACCESS_KEY"] = "local",
        ["AWS_REGION"] = Region,
        ["AWS_PROFILE"] = null,
        ["AWS_SESSION_TOKEN"] = null,
        [Repository.StateVariable] = Repository.State,
    };

    private static string HowToReach(RunningEngine engine) => $"""

        The engine stays up, with the table in memory:
          endpoint   {engine.Endpoint.GetLeftPart(UriPartial.Authority)} (any credentials, region {Region})
          table      my-app
          end it by  {(OperatingSystem.IsWindows() ? $"Stop-Process -Id {engine.ProcessId}" : $"kill {engine.ProcessId}")}
        """;
}
