using System.Buffers;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace DynamoNamespace.Engine.Aws;

/// <summary>A request to DynamoDB or its streams whose JSON body is ready-made. Disposing it gives the body's buffer back.</summary>
internal sealed class RawRequest : AmazonDynamoDBRequest, IDisposable
{
    /// <summary>The name that calls on tables and items have before their operation.</summary>
    public const string Tables = "DynamoDB_20120810";

    /// <summary>The name that calls on streams have before their operation.</summary>
    public const string Streams = "DynamoDBStreams_20120810";

    /// <summary>The SDK takes a body as an array of its very length. From here on that would go to the heap of large objects, which is seldom collected.</summary>
    private const int LargeBody = 80_000;

    private readonly int length;
    private byte[] bytes;

    /// <param name="operation">The operation.</param>
    /// <param name="body">Its body, which is copied.</param>
    /// <param name="service">What stands before the operation.</param>
    public RawRequest(string operation, ReadOnlySpan<byte> body, string service = Tables)
    {
        Operation = operation;
        Target = $"{service}.{operation}";
        length = body.Length;
        bytes = IsLarge ? ArrayPool<byte>.Shared.Rent(length) : GC.AllocateUninitializedArray<byte>(length);
        body.CopyTo(bytes);
    }

    public string Operation { get; }

    public string Target { get; }

    private bool IsLarge => length >= LargeBody;

    public void SetBody(IRequest request)
    {
        if (IsLarge)
            request.ContentStream = new MemoryStream(bytes, 0, length, writable: false);
        else
            request.Content = bytes;
    }

    public void Dispose()
    {
        if (IsLarge && bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
    }
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
        };
        raw.SetBody(request);
        request.Headers["X-Amz-Target"] = raw.Target;
        request.Headers["Content-Type"] = "application/x-amz-json-1.0";
        request.Headers[Amazon.Util.HeaderKeys.XAmzApiVersion] = "2012-08-10";
        return request;
    }
}
