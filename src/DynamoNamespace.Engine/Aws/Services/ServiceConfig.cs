using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace DynamoNamespace.Engine.Aws.Services;

/// <summary>The settings of a <see cref="ServiceClient"/>: one address, and the Region that requests are signed for.</summary>
internal sealed class ServiceConfig : ClientConfig
{
    private readonly ServiceDefinition service;
    private readonly Uri endpoint;

    public ServiceConfig(ServiceDefinition service, Uri endpoint, string signingRegion)
        : base(new DefaultConfigurationProvider([new DefaultConfiguration()]))
    {
        this.service = service;
        this.endpoint = endpoint;
        ServiceURL = endpoint.ToString();
        AuthenticationRegion = signingRegion;
        AuthenticationServiceName = service.Prefix;
    }

    public override string ServiceVersion => service.ApiVersion;

    public override string UserAgent { get; } = Amazon.Util.Internal.InternalSDKUtils.BuildUserAgentString("DynamoNamespace", "1");

    public override string RegionEndpointServiceName => service.Prefix;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => new(endpoint.ToString());
}
