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

    /// <summary>The checksum that came with the body; null where none did.</summary>
    public uint? Checksum { get; init; }

    /// <exception cref="AmazonClientException">The bytes are not those that DynamoDB sent.</exception>
    public void CheckBody()
    {
        if (Checksum is { } expected && Crc32.Of(Body.Written.Span) != expected)
        {
            Body.Dispose();
            throw new AmazonClientException("The answer's bytes do not have the CRC-32 that came with them.");
        }
    }
}

/// <summary>Reads the body into a block; errors become the SDK's own typed exceptions.</summary>
internal sealed class RawResponseUnmarshaller : JsonResponseUnmarshaller
{
    private const int UnknownLength = 64 * 1024;

    /// <summary>An attribute of a page takes about as many bytes; the index of a page begins with as many places, so that it need not grow.</summary>
    private const int TypicalAttribute = 32;

    public static RawResponseUnmarshaller Instance { get; } = new();

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        var context = (RawResponseContext)input;
        var expected = context.ResponseData.ContentLength;
        var length = expected is > 0 and < int.MaxValue ? (int)expected + 1 : UnknownLength;
        var block = new ItemBlock(length, length / TypicalAttribute);
        try
        {
            int read;
            while ((read = context.Body.Read(block.GetSpan(1))) > 0)
                block.Advance(read);
        }
        catch
        {
            block.Dispose();
            throw;
        }

        return new RawResponse { Body = block, Checksum = context.Checksum };
    }

    /// <summary>PutItem's unmarshaller knows every typed error that the item calls can answer.</summary>
    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode) =>
        PutItemResponseUnmarshaller.Instance.UnmarshallException(input, innerException, statusCode);

    protected override UnmarshallerContext ConstructUnmarshallerContext(
        Stream responseStream, bool maintainResponseBody, IWebResponseData response, bool isException) =>
        new RawResponseContext(responseStream, maintainResponseBody, response, isException);
}

/// <summary>An answer whose checksum is left for later, when all of its bytes are there, and not taken while the SDK hands them out.</summary>
internal sealed class RawResponseContext : JsonUnmarshallerContext
{
    public RawResponseContext(Stream body, bool maintainResponseBody, IWebResponseData response, bool isException)
        : base(body, maintainResponseBody, response, isException)
    {
        Body = maintainResponseBody ? WrappingStream : body;
        if (isException || CrcStream is null)
            return;
        Checksum = unchecked((uint)Crc32Result);
        CrcStream = null;
    }

    public Stream Body { get; }

    public uint? Checksum { get; }
}
