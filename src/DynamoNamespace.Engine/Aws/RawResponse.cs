using System.Net;
using Amazon.DynamoDBv2.Model.Internal.MarshallTransformations;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Aws;

/// <summary>A DynamoDB answer as its body's bytes.</summary>
internal sealed class RawResponse : AmazonWebServiceResponse
{
    // The SDK asks for a public parameterless constructor, so the body cannot be one of its parameters.
    public ItemBlock Body { get; init; } = null!;
}

/// <summary>Reads the body into a block; errors become the SDK's own typed exceptions.</summary>
internal sealed class RawResponseUnmarshaller : JsonResponseUnmarshaller
{
    private const int UnknownLength = 64 * 1024;

    public static RawResponseUnmarshaller Instance { get; } = new();

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        var expected = input.ResponseData.ContentLength;
        var block = new ItemBlock(expected is > 0 and < int.MaxValue ? (int)expected + 1 : UnknownLength);
        try
        {
            int read;
            while ((read = input.Stream.Read(block.GetSpan(1))) > 0)
                block.Advance(read);
        }
        catch
        {
            block.Dispose();
            throw;
        }

        return new RawResponse { Body = block };
    }

    /// <summary>PutItem's unmarshaller knows every typed error that the item calls can answer.</summary>
    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode) =>
        PutItemResponseUnmarshaller.Instance.UnmarshallException(input, innerException, statusCode);
}
