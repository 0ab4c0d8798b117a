using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Aws;

/// <summary>
/// The SDK's client, which can also send and receive item calls as bytes. Credentials, signing, retries and endpoint rules are the SDK's.
/// </summary>
internal sealed class DynamoDbClient : AmazonDynamoDBClient
{
    private static readonly InvokeOptions RawOptions = new()
    {
        RequestMarshaller = RawRequestMarshaller.Instance,
        ResponseUnmarshaller = RawResponseUnmarshaller.Instance,
    };

    private readonly string service;

    /// <summary>Makes a client whose ready-made bodies are for <see cref="RawRequest.Tables"/> or for <see cref="RawRequest.Streams"/>.</summary>
    public DynamoDbClient(AWSCredentials? credentials, AmazonDynamoDBConfig config, RequestCounters counters, string service = RawRequest.Tables)
        : base(credentials, config)
    {
        this.service = service;
        Counters = counters;
        // The base constructor builds the pipeline, so the handler goes in here and not in CustomizeRuntimePipeline.
        RuntimePipeline.AddHandlerAfter<RetryHandler>(new AttemptHandler(counters));
    }

    public RequestCounters Counters { get; }

    /// <summary>Sends a ready-made body; the caller disposes of the answer's block.</summary>
    public async Task<ItemBlock> SendAsync(string operation, byte[] body, CancellationToken cancellationToken)
    {
        var response = await InvokeAsync<RawResponse>(new RawRequest(operation, body, service), RawOptions, cancellationToken);
        return response.Body;
    }
}
