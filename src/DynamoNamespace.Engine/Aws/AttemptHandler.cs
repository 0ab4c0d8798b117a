using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace DynamoNamespace.Engine.Aws;

/// <summary>Stands under the SDK's retry handler and counts what is really sent.</summary>
internal sealed class AttemptHandler(RequestCounters counters) : PipelineHandler
{
    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        counters.CountRequest(executionContext.RequestContext.Retries > 0);
        try
        {
            return await base.InvokeAsync<T>(executionContext);
        }
        catch (AmazonServiceException error) when (ErrorCodes.IsThrottling(error.ErrorCode))
        {
            var request = executionContext.RequestContext;
            counters.CountThrottled(request.OriginalRequest is RawRequest raw ? raw.Operation : request.RequestName);
            throw;
        }
    }
}
