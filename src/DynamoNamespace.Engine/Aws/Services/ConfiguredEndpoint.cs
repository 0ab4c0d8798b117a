using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace DynamoNamespace.Engine.Aws.Services;

/// <summary>Lets the SDK look up the address that is configured for a service, in the environment and in a profile's sections.</summary>
internal sealed class ConfiguredEndpoint : ClientConfig
{
    public ConfiguredEndpoint(ServiceDefinition service, string? profileName)
        : base(new DefaultConfigurationProvider([new DefaultConfiguration()]))
    {
        ServiceId = service.Id;
        if (profileName is not null)
            Profile = new Profile(profileName);
    }

    public override string ServiceVersion => "";

    public override string UserAgent => "";

    public override string RegionEndpointServiceName => "";

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => new(ServiceURL);
}
