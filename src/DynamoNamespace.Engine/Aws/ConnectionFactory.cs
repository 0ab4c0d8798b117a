using Amazon;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.S3;
using Amazon.SecurityToken;
using DynamoNamespace.Engine.Aws.Services;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Aws;

/// <summary>Makes the client for a connection, with AWS.Tools' meaning of each option.</summary>
internal static class ConnectionFactory
{
    private const string LoopbackRegion = "us-east-1";

    /// <summary>The SDK's own retries of one request. Item calls have none of them, see <see cref="ItemCallRetryPolicy"/>; the first calls of a run are to fail soon.</summary>
    private const int MaximumRetries = 3;

    /// <summary>Calls that change stacks and roles are few and throttled soon: an upgrade that waits beats one that gives up half way.</summary>
    private const int MaximumControlRetries = 5;
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The client for tables and items.</summary>
    public static DynamoDbClient Create(ConnectionOptions options)
    {
        var profile = FindProfile(options.ProfileName);
        var endpoint = ServiceEndpoint.FindDynamoDb(options, profile);
        var region = FindRegion(options, profile, endpoint);
        var config = NewConfig();
        if (endpoint is not null)
        {
            config.ServiceURL = endpoint.ToString();
            config.AuthenticationRegion = region;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        return new DynamoDbClient(FindCredentials(options, profile, endpoint), config, new RequestCounters());
    }

    /// <summary>The client for the calls on tables' streams, which have another endpoint and target and the same signature as those on tables.</summary>
    public static DynamoDbClient CreateStreams(ConnectionOptions options)
    {
        var profile = FindProfile(options.ProfileName);
        var endpoint = ServiceEndpoint.FindStreams(options, profile);
        var region = FindRegion(options, profile, endpoint);
        var config = NewConfig();
        config.ServiceURL = (endpoint ?? ServiceEndpoint.StreamsOf(region, config)).ToString();
        config.AuthenticationRegion = region;
        // The SDK would refuse both beside an address of our own, which has them in its name already.
        config.UseFIPSEndpoint = false;
        config.UseDualstackEndpoint = false;
        return new DynamoDbClient(FindCredentials(options, profile, endpoint), config, new RequestCounters(), RawRequest.Streams);
    }

    /// <summary>The client for a service that has no package here.</summary>
    public static ServiceClient CreateService(ServiceDefinition service, ConnectionOptions options)
    {
        var profile = FindProfile(options.ProfileName);
        var configured = ServiceEndpoint.Find(service, options);
        var region = service.IsGlobal && FindConfiguredRegion(options, profile) is null ? LoopbackRegion : FindRegion(options, profile, configured);
        var address = configured ?? ServiceEndpoint.Of(service, region);
        var config = new ServiceConfig(service, address, ServiceEndpoint.SigningRegion(service, region));
        var credentials = FindCredentials(options, profile, configured);
        return new ServiceClient(service, credentials, WithBudget(config, MaximumControlRetries));
    }

    /// <summary>The client that tells who is calling.</summary>
    public static AmazonSecurityTokenServiceClient CreateSecurityToken(ConnectionOptions options)
    {
        var (credentials, config) = Complete(new AmazonSecurityTokenServiceConfig(), ServiceDefinition.SecurityToken, options);
        return new AmazonSecurityTokenServiceClient(credentials, config);
    }

    /// <summary>The client for objects in S3.</summary>
    public static AmazonS3Client CreateS3(ConnectionOptions options)
    {
        var (credentials, config) = Complete(new AmazonS3Config(), ServiceDefinition.S3, options);
        // Another maker's endpoint has no names for buckets before its own.
        config.ForcePathStyle = config.ServiceURL is not null;
        return new AmazonS3Client(credentials, config);
    }

    /// <summary>The Region that calls go to.</summary>
    public static string RegionOf(ConnectionOptions options) =>
        FindRegion(options, FindProfile(options.ProfileName), ServiceEndpoint.Find(ServiceDefinition.CloudFormation, options));

    private static (AWSCredentials? Credentials, T Config) Complete<T>(T config, ServiceDefinition service, ConnectionOptions options)
        where T : ClientConfig
    {
        var profile = FindProfile(options.ProfileName);
        var endpoint = ServiceEndpoint.Find(service, options);
        var region = FindRegion(options, profile, endpoint);
        if (endpoint is null)
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        else
            (config.ServiceURL, config.AuthenticationRegion) = (endpoint.ToString(), region);
        return (FindCredentials(options, profile, endpoint), WithBudget(config, MaximumControlRetries));
    }

    /// <summary>The address that a client's calls go to.</summary>
    public static string EndpointOf(DynamoDbClient client) => client.DetermineServiceOperationEndpoint(new ListTablesRequest()).URL;

    private static AmazonDynamoDBConfig NewConfig() => WithBudget(new AmazonDynamoDBConfig(), MaximumRetries);

    /// <summary>
    /// How often and how long one request is tried. Nothing of it is left to the environment or to the SDK's defaults,
    /// which change.
    /// </summary>
    private static T WithBudget<T>(T config, int retries)
        where T : ClientConfig
    {
        config.MaxErrorRetry = retries;
        config.RetryMode = RequestRetryMode.Standard;
        // A connection that breaks is a failure like any other. The SDK would send ten times more, outside the attempts.
        config.MaxStaleConnectionRetries = 0;
        // One quota of retries for the whole process would fail a run that one burst of throttling met.
        config.ThrottleRetries = false;
        config.Timeout = RequestTimeout;
        return config;
    }

    private static CredentialProfile? FindProfile(string? name)
    {
        var explicitly = name is not null;
        name ??= Environment.GetEnvironmentVariable("AWS_PROFILE");
        if (new CredentialProfileStoreChain().TryGetProfile(name ?? "default", out var profile))
            return profile;
        return explicitly
            ? throw new DdbException("ProfileNotFound", DdbErrorKind.NotFound, name,
                $"There is no AWS profile named '{name}'. List the profiles with 'aws configure list-profiles' or Get-AWSCredential -ListProfileDetail, and name one of them.")
            : null;
    }

    /// <summary>A profile that was named on purpose goes before the environment; the default profile comes after it.</summary>
    private static string? FindConfiguredRegion(ConnectionOptions options, CredentialProfile? profile) => FirstNonEmpty(
        options.Region,
        options.ProfileName is null ? null : profile?.Region?.SystemName,
        Environment.GetEnvironmentVariable("AWS_REGION"),
        Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION"),
        profile?.Region?.SystemName);

    private static string FindRegion(ConnectionOptions options, CredentialProfile? profile, Uri? endpoint)
    {
        var region = FindConfiguredRegion(options, profile);
        if (region is null && endpoint is { IsLoopback: true })
            return LoopbackRegion;
        return region ?? FallbackRegionFactory.GetRegionEndpoint()?.SystemName
            ?? throw new DdbException("NoRegion", DdbErrorKind.Connection, null,
                "No AWS Region is set, so nothing was looked at. Give -Region (--region), or set AWS_REGION or a region in the profile.");
    }

    /// <summary>Null leaves it to the SDK's own chain: environment, profiles, SSO, web identity, container and instance roles.</summary>
    private static AWSCredentials? FindCredentials(ConnectionOptions options, CredentialProfile? profile, Uri? endpoint)
    {
        if (options.Credentials is not null)
            return new CallerCredentials(options.Credentials);
        if (options.ProfileName is not null)
            return profile!.GetAWSCredentials(profile.CredentialProfileStore);
        var isLocal = endpoint is { IsLoopback: true, Scheme: "http" };
        return isLocal && profile is null && !EnvironmentNamesCredentials()
            // A local engine takes any keys; asking the instance metadata service for them would only cost seconds.
            ? new BasicAWSCredentials("local", "local")
            : null;
    }

    private static bool EnvironmentNamesCredentials() => FirstNonEmpty(
        Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID"),
        Environment.GetEnvironmentVariable("AWS_WEB_IDENTITY_TOKEN_FILE"),
        Environment.GetEnvironmentVariable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"),
        Environment.GetEnvironmentVariable("AWS_CONTAINER_CREDENTIALS_FULL_URI")) is not null;

    private static string? FirstNonEmpty(params string?[] values) => values.FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));
}
