using System.Runtime.CompilerServices;
using Xunit;

namespace DynamoNamespace.Tests.Support;

/// <summary>A test that Windows cannot run. There it is skipped and says why.</summary>
public sealed class UnixFactAttribute : FactAttribute
{
    /// <param name="whyNotOnWindows">What Windows lacks.</param>
    /// <param name="file">Left to the compiler, as is the line: where the test stands.</param>
    /// <param name="line">Of the file.</param>
    public UnixFactAttribute(
        string whyNotOnWindows, [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (OperatingSystem.IsWindows())
            Skip = whyNotOnWindows;
    }
}

/// <summary>A test with cases that Windows cannot run. There it is skipped and says why.</summary>
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    /// <param name="whyNotOnWindows">What Windows lacks.</param>
    /// <param name="file">Left to the compiler, as is the line: where the test stands.</param>
    /// <param name="line">Of the file.</param>
    public UnixTheoryAttribute(
        string whyNotOnWindows, [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (OperatingSystem.IsWindows())
            Skip = whyNotOnWindows;
    }
}

/// <summary>A test that only Linux can run. Elsewhere it is skipped and says why.</summary>
public sealed class LinuxFactAttribute : FactAttribute
{
    /// <param name="whyLinuxOnly">What other systems lack.</param>
    /// <param name="file">Left to the compiler, as is the line: where the test stands.</param>
    /// <param name="line">Of the file.</param>
    public LinuxFactAttribute(
        string whyLinuxOnly, [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (!OperatingSystem.IsLinux())
            Skip = whyLinuxOnly;
    }
}
