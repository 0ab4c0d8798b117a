using Amazon.DynamoDBv2.Internal;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace DynamoNamespace.Engine.Aws;

/// <summary>The SDK's endpoint rules, asked once for all item calls of a client: what they go by, the client's settings, does not change.</summary>
internal sealed class EndpointOfItemCalls : AmazonDynamoDBEndpointResolver
{
    private volatile IRequest? resolved;

    protected override void PreInvoke(IExecutionContext executionContext)
    {
        var request = executionContext.RequestContext.Request;
        if (executionContext.RequestContext.OriginalRequest is not RawRequest)
        {
            base.PreInvoke(executionContext);
        }
        else if (resolved is { } known)
        {
            request.Endpoint = known.Endpoint;
            request.EndpointAttributes = known.EndpointAttributes;
            request.AuthenticationRegion = known.AuthenticationRegion;
            request.SignatureVersion = known.SignatureVersion;
            request.OverrideSigningServiceName = known.OverrideSigningServiceName;
            request.UseDoubleEncoding = known.UseDoubleEncoding;
        }
        else
        {
            base.PreInvoke(executionContext);
            resolved = Settings(request);
        }
    }

    /// <summary>What the rules set, without the body of the request that they were asked for.</summary>
    private static DefaultRequest Settings(IRequest request) => new(request.OriginalRequest, request.ServiceName)
    {
        Endpoint = request.Endpoint,
        EndpointAttributes = request.EndpointAttributes,
        AuthenticationRegion = request.AuthenticationRegion,
        SignatureVersion = request.SignatureVersion,
        OverrideSigningServiceName = request.OverrideSigningServiceName,
        UseDoubleEncoding = request.UseDoubleEncoding,
    };
}
