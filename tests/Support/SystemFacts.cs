using Xunit;

namespace DynamoNamespace.Tests.Support;

/// <summary>A test that Windows cannot run. There it is skipped and says why.</summary>
public sealed class UnixFactAttribute : FactAttribute
{
    /// <param name="whyNotOnWindows">What Windows lacks.</param>
    public UnixFactAttribute(string whyNotOnWindows)
    {
        if (OperatingSystem.IsWindows())
            Skip = whyNotOnWindows;
    }
}

/// <summary>A test with cases that Windows cannot run. There it is skipped and says why.</summary>
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    /// <param name="whyNotOnWindows">What Windows lacks.</param>
    public UnixTheoryAttribute(string whyNotOnWindows)
    {
        if (OperatingSystem.IsWindows())
            Skip = whyNotOnWindows;
    }
}

/// <summary>A test that only Linux can run. Elsewhere it is skipped and says why.</summary>
public sealed class LinuxFactAttribute : FactAttribute
{
    /// <param name="whyLinuxOnly">What other systems lack.</param>
    public LinuxFactAttribute(string whyLinuxOnly)
    {
        if (!OperatingSystem.IsLinux())
            Skip = whyLinuxOnly;
    }
}
