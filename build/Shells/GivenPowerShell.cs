using System.Diagnostics;
using System.Text.RegularExpressions;
using DynamoNamespace.Build.CommandLines;
using DynamoNamespace.Build.Packages;
using DynamoNamespace.Build.Processes;

namespace DynamoNamespace.Build.Shells;

/// <summary>The PowerShell that the user names. It is used only after it has said which version it is.</summary>
internal static partial class GivenPowerShell
{
    private const string Question = "$PSVersionTable.PSEdition + ' ' + $PSVersionTable.PSVersion";

    /// <summary>More than an answer takes, so that a program that writes without end is noticed.</summary>
    private const int MostCharacters = 1000;

    private static readonly Version Oldest = new(7, 4);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <param name="given">A path, or a name on PATH.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="UsageException">It is not PowerShell 7.4 or later.</exception>
    public static async Task<PowerShellHost> CheckAsync(string given, CancellationToken stop)
    {
        var path = Find(given);
        var answer = AnswerPattern().Match(await AskAsync(path, given, stop));
        if (!answer.Success)
            throw Refusal(given, "it did not answer as PowerShell does");
        var product = answer.Groups["edition"].ValueSpan is "Desktop" ? "Windows PowerShell" : "PowerShell";
        var name = $"{product} {answer.Groups["version"].Value}";
        return Version.Parse(answer.Groups["number"].ValueSpan) >= Oldest
            ? new(path, [], $"{name} ({path})")
            : throw Refusal(given, $"it is {name}");
    }

    private static string Find(string given)
    {
        if (given.AsSpan().IndexOfAny(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar) < 0)
            return SearchPath.Find(given) ?? throw Refusal(given, "there is no program of this name on PATH");
        if (Directory.Exists(given))
            throw Refusal(given, "it is a folder");
        return File.Exists(given) ? Path.GetFullPath(given) : throw Refusal(given, "there is no such file");
    }

    private static async Task<string> AskAsync(string path, string given, CancellationToken stop)
    {
        using var process = Start(path, given);
        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Limit);
        try
        {
            var answer = new char[MostCharacters];
            var length = await process.StandardOutput.ReadBlockAsync(answer, limit.Token);
            if (length == MostCharacters)
                throw Refusal(given, "it did not answer as PowerShell does");
            await process.WaitForExitAsync(limit.Token);
            return new string(answer, 0, length);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw Refusal(given, $"it did not answer within {Limit.TotalSeconds:0} seconds");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(string path, string given)
    {
        var start = new ProcessStartInfo(path, ["-NoProfile", "-NonInteractive", "-Command", Question])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw Refusal(given, $"it cannot be started ({failure.Message})");
        }
    }

    private static UsageException Refusal(string given, string why) => new(
        $"{PwshOption.Name} '{given}' is not PowerShell {Oldest} or later: {why}. Give the path of such a pwsh, or leave "
        + $"out {PwshOption.Name} to use the project's own PowerShell {ToolManifest.VersionOf(OwnPowerShell.Package)}.");

    [GeneratedRegex(
        @"^\s*(?<edition>Core|Desktop) (?<version>(?<number>[0-9]+\.[0-9]+)[^\s]*)\s*$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex AnswerPattern();
}
