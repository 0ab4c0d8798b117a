using System.Diagnostics;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Unit.State;

/// <summary>Whether a process that holds a lease has ended is told only where this machine can know it.</summary>
public sealed class ProcessMarkTests
{
    private static readonly ProcessMark Own = ProcessMark.Current;

    [Fact]
    public void Mark_ofThisProcess_isThatOfALivingOne()
    {
        Assert.Equal((Environment.ProcessId, false), (Own.Id, Own.HasEnded()));
        Assert.Equal(OperatingSystem.IsLinux(), Own.IsKnownAlive());
        if (OperatingSystem.IsLinux())
            Assert.Matches(@"^[0-9a-f-]{36}/pid:\[\d+\]$", Own.Scope);
    }

    [Fact]
    public void Mark_withTheIdOfAnotherProcessAtAnotherTime_hasEnded() => AssertHasEnded(Own with { StartedAt = Own.StartedAt - TimeSpan.TicksPerMinute });

    [LinuxFact("Other systems do not tell in which boot a process ran.")]
    public void Mark_ofAProcessThatWasRun_hasEnded()
    {
        using var process = Process.Start("/bin/sleep", "60");
        var mark = Own with { Id = process.Id, StartedAt = process.StartTime.ToUniversalTime().Ticks };
        Assert.Equal((false, true), (mark.HasEnded(), mark.IsKnownAlive()));
        process.Kill();
        process.WaitForExit();
        AssertHasEnded(mark);
    }

    [Theory]
    [InlineData("")]
    [InlineData("another boot/pid:[1]")]
    public void Mark_ofAnotherMachineOrBoot_isUnknown(string scope)
    {
        foreach (var mark in new[] { Own with { Scope = scope }, Own with { Scope = scope, Id = int.MaxValue } })
            Assert.Equal((false, false), (mark.HasEnded(), mark.IsKnownAlive()));
    }

    private static void AssertHasEnded(ProcessMark mark) => Assert.Equal((OperatingSystem.IsLinux(), false), (mark.HasEnded(), mark.IsKnownAlive()));
}
