using DynamoNamespace.Build.LocalEngine;
using DynamoNamespace.Build.Processes;
using DynamoNamespace.Build.Shells;
using DynamoNamespace.Build.Staging;

namespace DynamoNamespace.Build.Targets;

/// <summary>Runs the whole runbook on a made-up stack in memory, with the module or the worker.</summary>
internal static class QuickstartTarget
{
    private const string Region = "us-east-1";
    private const string Stack = "my-app";
    private const string Role = "my-app-role";

    private static readonly string Script = Repository.At("build", "Targets", "Invoke-Quickstart.ps1");

    public static async Task<int> RunAsync(string[] arguments, CancellationToken stop)
    {
        var options = QuickstartOptions.Parse(arguments);
        EnginePackage.RequireInstaller();
        var powerShell = options.UseWorker ? null : await OwnPowerShell.GetAsync(stop);
        await BuildTarget.BuildAsync(stop);
        var binary = await EnginePackage.RequireAsync(stop);

        await using var aws = await LocalAws.StartAsync(binary, Stack, Role, stop);
        if (options.Keep)
            aws.Keep();
        try
        {
            return await Choose(powerShell, options, aws.Address).RunAsync(stop);
        }
        finally
        {
            if (options.Keep)
                Console.WriteLine(HowToReach(aws));
        }
    }

    private static Command Choose(PowerShellHost? powerShell, QuickstartOptions options, string address)
    {
        var surroundings = Surroundings(address);
        if (powerShell is not null)
        {
            Console.WriteLine($"Using the module in {powerShell.Name}.");
            return powerShell.Script(Script, surroundings, ["-EndpointUrl", address, .. Items("-Items")]);
        }

        Console.WriteLine("Using the worker.");
        var worker = Path.Combine(Repository.StagedWorker, WorkerStage.Assembly + ".dll");
        return new(Dotnet.Program, [worker, "quickstart", "--endpoint-url", address, "--region", Region, .. Items("--items")]) { Environment = surroundings };

        string[] Items(string option) => options.Items is { } items ? [option, $"{items}"] : [];
    }

    /// <summary>Any credentials will do here, and the user's own must not leave for it; nor may a call leave for AWS.</summary>
    private static Dictionary<string, string?> Surroundings(string address) => new(StringComparer.Ordinal)
    {
        ["AWS_ENDPOINT_URL"] = address,
        ["AWS_ACCESS_KEY_ID"] = "local",
        ["AWS_SECRET_ACCESS_KEY"] = "local",
        ["AWS_REGION"] = Region,
        ["AWS_PROFILE"] = null,
        ["AWS_SESSION_TOKEN"] = null,
        [Repository.StateVariable] = Repository.State,
    };

    private static string HowToReach(LocalAws aws) => $"""

        It all stays up, with the table in memory:
          endpoint   {aws.Address} (any credentials, region {Region})
          stack      {Stack}, its table of the same name, and the role {Role}
          end it by  {(OperatingSystem.IsWindows() ? $"Stop-Process -Id {string.Join(',', aws.ProcessIds)}" : $"kill {string.Join(' ', aws.ProcessIds)}")}
        """;
}
