using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Internal;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Aws;

/// <summary>
/// The SDK's client, which can also send and receive item calls as bytes. Credentials, signing and endpoint rules are the SDK's.
/// </summary>
internal sealed class DynamoDbClient : AmazonDynamoDBClient
{
    private static readonly InvokeOptions RawOptions = new()
    {
        RequestMarshaller = RawRequestMarshaller.Instance,
        ResponseUnmarshaller = RawResponseUnmarshaller.Instance,
    };

    private readonly string service;

    /// <summary>The SDK's own time-out ends with the answer's head; an answer that then stops coming would be waited for without end.</summary>
    private readonly TimeSpan deadline;

    /// <summary>Makes a client whose ready-made bodies are for <see cref="RawRequest.Tables"/> or for <see cref="RawRequest.Streams"/>.</summary>
    public DynamoDbClient(AWSCredentials? credentials, AmazonDynamoDBConfig config, RequestCounters counters, string service = RawRequest.Tables)
        : base(credentials, config)
    {
        this.service = service;
        deadline = (config.Timeout ?? TimeSpan.FromSeconds(100)) * 2;
        Counters = counters;
        // The base constructor builds the pipeline, so the handlers go in here and not in CustomizeRuntimePipeline.
        RuntimePipeline.ReplaceHandler<RetryHandler>(new RetryHandler(new ItemCallRetryPolicy(config)));
        RuntimePipeline.AddHandlerAfter<RetryHandler>(new AttemptHandler(counters));
        RuntimePipeline.ReplaceHandler<AmazonDynamoDBEndpointResolver>(new EndpointOfItemCalls());
    }

    public RequestCounters Counters { get; }

    /// <summary>Sends a ready-made body once; the caller disposes of the answer's block.</summary>
    public async Task<ItemBlock> SendAsync(string operation, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var request = new RawRequest(operation, body.Span, service);
        var sending = InvokeAsync<RawResponse>(request, RawOptions, cancellationToken);
        try
        {
            var response = await sending.WaitAsync(deadline, cancellationToken);
            response.CheckBody();
            return response.Body;
        }
        catch (Exception error) when (!sending.IsCompleted && error is (TimeoutException or OperationCanceledException))
        {
            _ = AbandonAsync(sending);
            throw;
        }
        finally
        {
            // What was abandoned may still be on its way, and keeps its bytes.
            if (sending.IsCompleted)
                request.Dispose();
        }
    }

    private static async Task AbandonAsync(Task<RawResponse> sending)
    {
        try
        {
            (await sending).Body.Dispose();
        }
        catch (Exception)
        {
            // Nobody waits for this answer any more.
        }
    }
}
