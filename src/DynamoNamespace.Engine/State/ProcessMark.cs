using System.Diagnostics;

namespace DynamoNamespace.Engine.State;

/// <summary>Identifies a process across machines, containers and restarts.</summary>
/// <param name="Id">The process ID.</param>
/// <param name="StartedAt">When the process started, in UTC ticks: IDs are used again.</param>
/// <param name="Scope">
/// The kernel's boot and the process namespace, within which an ID is unique; empty where the system does not tell them, as on Windows and macOS.
/// </param>
internal sealed record ProcessMark(int Id, long StartedAt, string Scope)
{
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";
    private const string NamespaceLink = "/proc/self/ns/pid";

    /// <summary>Start times are read with a resolution of about 10 ms.</summary>
    private static readonly TimeSpan StartTimeResolution = TimeSpan.FromSeconds(1);

    public static ProcessMark Current { get; } = Read();

    /// <summary>
    /// Whether this machine can tell that the process has ended: it ran in this very boot and process namespace, and no process has its ID and start time
    /// now. False means unknown or alive.
    /// </summary>
    public bool HasEnded()
    {
        if (Scope.Length == 0 || !string.Equals(Scope, Current.Scope, StringComparison.Ordinal))
            return false;
        return !IsAlive();
    }

    /// <summary>Whether this machine can tell that the process is alive.</summary>
    public bool IsKnownAlive() => Scope.Length > 0 && string.Equals(Scope, Current.Scope, StringComparison.Ordinal) && IsAlive();

    private bool IsAlive()
    {
        try
        {
            using var process = Process.GetProcessById(Id);
            return !process.HasExited && Math.Abs(process.StartTime.ToUniversalTime().Ticks - StartedAt) < StartTimeResolution.Ticks;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // Another user's process, which this one may not look at.
            return true;
        }
    }

    private static ProcessMark Read()
    {
        using var process = Process.GetCurrentProcess();
        return new ProcessMark(process.Id, process.StartTime.ToUniversalTime().Ticks, ReadScope());
    }

    private static string ReadScope()
    {
        try
        {
            return OperatingSystem.IsLinux() && File.ResolveLinkTarget(NamespaceLink, returnFinalTarget: false) is { } link
                ? $"{File.ReadAllText(BootIdFile).Trim()}/{link.Name}"
                : "";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
