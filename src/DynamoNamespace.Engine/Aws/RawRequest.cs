using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace DynamoNamespace.Engine.Aws;

/// <summary>A DynamoDB request whose JSON body is ready-made.</summary>
internal sealed class RawRequest(string operation, byte[] body) : AmazonDynamoDBRequest
{
    public string Operation => operation;

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
        request.Headers["X-Amz-Target"] = "DynamoDB_20120810." + raw.Operation;
        request.Headers["Content-Type"] = "application/x-amz-json-1.0";
        request.Headers[Amazon.Util.HeaderKeys.XAmzApiVersion] = "2012-08-10";
        return request;
    }
}
