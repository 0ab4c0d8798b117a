using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace DynamoNamespace.Tests.Support.Processes;

/// <summary>Signals that <see cref="Process"/> cannot send.</summary>
internal static class PosixSignals
{
    public const int Interrupt = 2;
    public const int Terminate = 15;

    private static readonly Lazy<bool> IgnoresInterrupt = new(ReadIgnoresInterrupt);

    public static void Send(Process process, int signal)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("Windows has no signals to send to another process.");
        // An ended process whose ID may be another's by now must not be signalled.
        if (!process.HasExited && Kill(process.Id, signal) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>
    /// A test run in the background of a shell ignores SIGINT, its children inherit that, and .NET honours it: then
    /// nothing would come of <see cref="ChildProcess.Interrupt"/>. GNU <c>env</c> puts the default back.
    /// </summary>
    public static (string FileName, IEnumerable<string> Arguments) WithDefaultInterrupt(
        string fileName, IEnumerable<string> arguments) =>
        IgnoresInterrupt.Value ? ("env", ["--default-signal=INT", fileName, .. arguments]) : (fileName, arguments);

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);

    private static bool ReadIgnoresInterrupt()
    {
        const string Status = "/proc/self/status";
        const string Mask = "SigIgn:";
        if (!File.Exists(Status))
            return false;
        var line = File.ReadLines(Status).First(l => l.StartsWith(Mask, StringComparison.Ordinal));
        var ignored = ulong.Parse(line.AsSpan(Mask.Length).Trim(), NumberStyles.HexNumber);
        return (ignored & (1UL << (Interrupt - 1))) != 0;
    }
}
