using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace DynamoNamespace.Engine.Aws.Services;

/// <summary>A service's answer as its body's bytes.</summary>
internal sealed class ServiceResponse : AmazonWebServiceResponse
{
    // The SDK asks for a public parameterless constructor, so the body cannot be one of its parameters.
    public byte[] Body { get; init; } = [];
}

/// <summary>Reads the body; what a service refuses becomes the SDK's own exception, with the service's code and message.</summary>
internal sealed class ServiceResponseUnmarshaller : JsonResponseUnmarshaller
{
    public static ServiceResponseUnmarshaller Instance { get; } = new();

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input) => new ServiceResponse { Body = ReadBody(input) };

    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var error = ServiceError.Read(ReadBody(input), input.ResponseData, statusCode);
        // The SDK fills in the request's ID from the answer's head.
        return new AmazonServiceException(error.Message, innerException, ErrorType.Unknown, error.Code, requestId: null, statusCode);
    }

    private static byte[] ReadBody(JsonUnmarshallerContext input)
    {
        using var body = new MemoryStream();
        input.Stream.CopyTo(body);
        return body.ToArray();
    }
}
