using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DynamoNamespace.Build.Processes;

internal static class ProcessSignal
{
    private const int SigTerm = 15;

    /// <summary>Asks a process to end. Windows has no such request, so there it is ended.</summary>
    public static void Terminate(Process process)
    {
        if (OperatingSystem.IsWindows())
            process.Kill();
        else
            _ = Kill(process.Id, SigTerm);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
