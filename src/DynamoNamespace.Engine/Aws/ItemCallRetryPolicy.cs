using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace DynamoNamespace.Engine.Aws;

/// <summary>
/// The SDK's retries, for all but the item calls: those are sent again by <see cref="ItemCalls"/>, which holds no slot while it waits,
/// pays for each retry, and stops when the run does. What the SDK does about clocks that differ holds for both.
/// </summary>
internal sealed class ItemCallRetryPolicy(IClientConfig config) : StandardRetryPolicy(config)
{
    /// <summary>
    /// Whether a request is sent again at once, outside the attempts and without asking
    /// <see cref="RetryForExceptionAsync"/>: the SDK would do so up to ten times, on new connections too.
    /// </summary>
    public override bool IsStaleConnectionError(Exception exception) => false;

    public override async Task<bool> RetryForExceptionAsync(IExecutionContext executionContext, Exception exception) =>
        executionContext.RequestContext.OriginalRequest is not RawRequest && await base.RetryForExceptionAsync(executionContext, exception);
}
