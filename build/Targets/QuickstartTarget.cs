using System.CommandLine;
using DynamoNamespace.Build.CommandLines;
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

    public static Command Create()
    {
        var items = ValueOption.Number("--items", "How many items the table has. Default: 2,000.");
        var keep = new Option<bool>("--keep") { Description = "Leave the local servers up for a look around." };
        var worker = new Option<bool>("--worker") { Description = "Use the worker instead of the module." };
        var pwsh = PwshOption.Create();
        var command = new Command("quickstart", "Build, then run the whole runbook on a made-up stack.")
        {
            items, keep, worker, pwsh,
        };
        command.Validators.Add(line =>
        {
            if (line.GetValue(worker) && line.GetResult(pwsh) is not null)
                line.AddError($"'{PwshOption.Name}' goes without '--worker', which needs no PowerShell.");
        });
        command.SetAction((line, stop) => RunAsync(
            new(line.GetValue(items), line.GetValue(keep), line.GetValue(worker), line.GetValue(pwsh)), stop));
        return command;
    }

    private static async Task<int> RunAsync(QuickstartOptions options, CancellationToken stop)
    {
        EnginePackage.RequireInstaller();
        var powerShell = options.UseWorker ? null : await PowerShellHost.GetAsync(options.PowerShell, stop);
        var binary = await EnginePackage.RequireAsync(stop);
        await BuildTarget.BuildAsync(stop);

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

    private static OtherProgram Choose(PowerShellHost? powerShell, QuickstartOptions options, string address)
    {
        var surroundings = Surroundings(address);
        if (powerShell is not null)
        {
            Console.WriteLine($"Using the module in {powerShell.Name}.");
            return powerShell.Script(Script, surroundings, ["-EndpointUrl", address, .. Items("-Items")]);
        }

        Console.WriteLine("Using the worker.");
        var worker = Path.Combine(Repository.StagedWorker, WorkerStage.Assembly + ".dll");
        return new(
            Dotnet.Program, [worker, "quickstart", "--endpoint-url", address, "--region", Region, .. Items("--items")])
        {
            Environment = surroundings,
        };

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

    /// <param name="Items">How many items the sample table gets; null for the sample's own number.</param>
    /// <param name="Keep">Whether the local servers stay up.</param>
    /// <param name="UseWorker">Whether the worker is used instead of the module.</param>
    /// <param name="PowerShell">The PowerShell for the module; null for the project's own.</param>
    private sealed record QuickstartOptions(int? Items, bool Keep, bool UseWorker, string? PowerShell);
}
