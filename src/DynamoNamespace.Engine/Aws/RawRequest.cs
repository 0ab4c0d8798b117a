using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace DynamoNamespace.Engine.Aws;

/// <summary>A request to DynamoDB or its streams whose JSON body is ready-made.</summary>
internal sealed class RawRequest(string operation, byte[] body, string service = RawRequest.Tables) : AmazonDynamoDBRequest
{
    /// <summary>The name that calls on tables and items have before their operation.</summary>
    public const string Tables = "DynamoDB_20120810";

    /// <summary>The name that calls on streams have before their operation.</summary>
    public const string Streams = "DynamoDBStreams_20120810";

    public string Operation => operation;

    public string Target => $"{service}.{operation}";

    public byte[] Body => body;
}

/// <summary>Hands a ready-made body to the SDK's pipeline, which signs and sends it like any other.</summary>
internal sealed class RawRequestMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public static RawRequestMarshaller Instance { get; } = new();

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var raw = (RawRequest)input;
        var request = new DefaultRequest(raw, "Amazon.DynamoDBv2")
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Content = raw.Body,
        };
        request.Headers["X-Amz-Target"] = raw.Target;
        request.Headers["Content-Type"] = "application/x-amz-json-1.0";
        request.Headers[Amazon.Util.HeaderKeys.XAmzApiVersion] = "2012-08-10";
        return request;
    }
}
