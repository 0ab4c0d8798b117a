using System.Globalization;
using System.Runtime.CompilerServices;
using DynamoNamespace.Engine.State;

namespace DynamoNamespace.Tests.Integration.State;

/// <summary>
/// A local engine applies no request late unless a test's proxy holds it, so the tests and the workers that they start wait for late requests for half a
/// second only. Tests of late requests set the variable for the workers that they start.
/// </summary>
internal static class ShortWaits
{
    private const double Seconds = 0.5;

    [ModuleInitializer]
    internal static void Set()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(StateTimings.LateRequestsVariable)))
            Environment.SetEnvironmentVariable(StateTimings.LateRequestsVariable, Seconds.ToString(CultureInfo.InvariantCulture));
    }
}
