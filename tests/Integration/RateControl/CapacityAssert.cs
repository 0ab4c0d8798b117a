using Xunit;

namespace DynamoNamespace.Tests.Integration.RateControl;

/// <summary>What a limit promises, to the unit: a second's worth at the start, the rate from then on, and the end of the last call.</summary>
internal static class CapacityAssert
{
    /// <param name="units">What a run consumed.</param>
    /// <param name="limit">What it was allowed a second.</param>
    /// <param name="elapsed">How long it took; a slow machine only makes that more.</param>
    /// <param name="dearestCall">By how much calls that are under way at once can cost more than was reserved for them.</param>
    public static void Within(double units, double limit, TimeSpan elapsed, double dearestCall)
    {
        var allowed = (limit * (elapsed.TotalSeconds + 1)) + dearestCall;
        Assert.True(units <= allowed, $"{units} units in {elapsed.TotalSeconds:0.00} s at a limit of {limit}: {allowed:0} were allowed.");
    }
}
