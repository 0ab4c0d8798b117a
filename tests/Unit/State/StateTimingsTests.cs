using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Tests.Unit.Aws;
using Xunit;

namespace DynamoNamespace.Tests.Unit.State;

/// <summary>How long late requests are guarded against.</summary>
[Collection(ConnectionCollection.Name)]
public sealed class StateTimingsTests
{
    [Theory]
    [InlineData("https://dynamodb.eu-west-1.amazonaws.com", 360)]
    [InlineData("https://vpce-1.dynamodb.eu-west-1.vpce.amazonaws.com", 360)]
    [InlineData("", 360)]
    [InlineData("http://localhost:8000", 10)]
    [InlineData("http://127.0.0.1:8000/", 10)]
    [InlineData("http://127.1.2.3", 10)]
    [InlineData("http://[::1]:8000", 10)]
    public void LateRequests_areShorterBehindALoopbackAddress(string endpoint, int seconds)
    {
        using var scope = new EnvironmentScope((StateTimings.LateRequestsVariable, ""));
        var timings = StateTimings.For(endpoint);
        Assert.Equal((TimeSpan.FromSeconds(seconds), TimeSpan.FromMinutes(15)), (timings.LateRequests, timings.Recheck));
        Assert.Equal(TimeSpan.FromSeconds(seconds == 10 ? 3 : 60), timings.ClockMargin);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("2.5", 2.5)]
    [InlineData("3600", 3600)]
    public void Variable_overridesWhatTheEndpointTells(string text, double seconds)
    {
        using var scope = new EnvironmentScope((StateTimings.LateRequestsVariable, text));
        foreach (var endpoint in new[] { "http://localhost:8000", "https://dynamodb.eu-west-1.amazonaws.com" })
        {
            var timings = StateTimings.For(endpoint);
            Assert.Equal((TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds)), (timings.LateRequests, timings.Recheck));
        }
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("3601")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("soon")]
    [InlineData("1,5")]
    [InlineData("6m")]
    public void Variable_thatIsNoNumberOfSeconds_isRefusedWithItsValue(string text)
    {
        using var scope = new EnvironmentScope((StateTimings.LateRequestsVariable, text));
        var error = Assert.Throws<DdbException>(() => StateTimings.For("http://localhost:8000"));
        Assert.Equal(("InvalidSetting", DdbErrorKind.InvalidArgument), (error.ErrorId, error.Kind));
        Assert.Equal(
            $"DDBNS_LATE_REQUEST_SECONDS is '{text}', and must be a number of seconds from 0 to 3600. Correct or remove the variable; nothing was changed.", error.Message);
    }

    [Fact]
    public void Lease_isGivenUpBeforeItEnds()
    {
        var timings = new StateTimings();
        Assert.True(timings.Renewal + timings.Margin < timings.LeaseDuration);
        Assert.True(timings.Recheck > timings.LateRequests);
    }
}
