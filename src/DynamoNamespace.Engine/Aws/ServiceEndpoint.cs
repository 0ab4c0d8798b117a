using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime.CredentialManagement;
using DynamoNamespace.Engine.Aws.Services;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Aws;

/// <summary>Finds the addresses that calls go to, from the option, the standard settings of every AWS SDK, and the Region.</summary>
internal static class ServiceEndpoint
{
    /// <summary>The address that is configured for DynamoDB; null leaves it to the Region.</summary>
    public static Uri? FindDynamoDb(ConnectionOptions options, CredentialProfile? profile) => Read(
        options.EndpointUrl ?? Configured("AWS_ENDPOINT_URL_DYNAMODB") ?? Configured("AWS_ENDPOINT_URL") ?? OfProfile(profile));

    /// <summary>
    /// The address that is configured for DynamoDB's streams, which AWS serves under a name of their own. An endpoint of another maker serves
    /// both under one, so where DynamoDB's is configured and is not AWS's, it is this one too. Null leaves it to the Region.
    /// </summary>
    public static Uri? FindStreams(ConnectionOptions options, CredentialProfile? profile)
    {
        if (Read(Configured("AWS_ENDPOINT_URL_DYNAMODB_STREAMS")) is Uri own)
            return own;
        return FindDynamoDb(options, profile) is Uri shared && !IsOfAws(shared.Host) ? shared : null;
    }

    /// <summary>The Region's own address for streams (https://docs.aws.amazon.com/general/latest/gr/ddb.html).</summary>
    public static Uri StreamsOf(string region, AmazonDynamoDBConfig config)
    {
        var endpoint = RegionEndpoint.GetBySystemName(region);
        // GovCloud has no other than FIPS endpoints, under the plain name.
        var fips = config.UseFIPSEndpoint && endpoint.PartitionName != "aws-us-gov" ? "-fips" : "";
        return new Uri($"https://streams.dynamodb{fips}.{region}.{endpoint.PartitionDnsSuffix}");
    }

    /// <summary>
    /// The address that is configured for a service: the option's, or what the SDK finds in the environment and the profile
    /// (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html). Null leaves it to the Region.
    /// </summary>
    public static Uri? Find(ServiceDefinition service, ConnectionOptions options) =>
        Read(options.EndpointUrl ?? NonEmpty(new ConfiguredEndpoint(service, options.ProfileName).ServiceURL));

    /// <summary>
    /// The Region's own address for a service, or the partition's for a global one
    /// (https://docs.aws.amazon.com/general/latest/gr/iam-service.html).
    /// </summary>
    public static Uri Of(ServiceDefinition service, string region)
    {
        var endpoint = RegionEndpoint.GetBySystemName(region);
        var place = (service.IsGlobal, endpoint.PartitionName) switch
        {
            (true, "aws") => "",
            (true, "aws-us-gov") => ".us-gov",
            _ => "." + SigningRegion(service, region),
        };
        return new Uri($"https://{service.Prefix}{place}.{endpoint.PartitionDnsSuffix}");
    }

    /// <summary>The Region that a request is signed for: of a global service it is the partition's first one.</summary>
    public static string SigningRegion(ServiceDefinition service, string region) => !service.IsGlobal ? region
        : RegionEndpoint.GetBySystemName(region).PartitionName switch
        {
            "aws" => "us-east-1",
            "aws-cn" => "cn-north-1",
            "aws-us-gov" => "us-gov-west-1",
            "aws-iso" => "us-iso-east-1",
            "aws-iso-b" => "us-isob-east-1",
            _ => region,
        };

    /// <summary>Items never cross a network unencrypted, wherever the endpoint was configured.</summary>
    public static void RequireSecure(string endpoint)
    {
        var uri = new Uri(endpoint);
        if (uri.Scheme == "http" && !uri.IsLoopback)
        {
            throw new DdbException("InsecureEndpoint", DdbErrorKind.InvalidArgument, endpoint,
                $"The endpoint '{endpoint}' is plain http and not on this machine, so items would cross the network unencrypted. Use https, or a loopback address such as http://127.0.0.1:8000.");
        }
    }

    private static bool IsOfAws(string host) =>
        host.EndsWith(".api.aws", StringComparison.OrdinalIgnoreCase)
        || RegionEndpoint.EnumerableAllRegions.Select(region => region.PartitionDnsSuffix).Distinct(StringComparer.Ordinal)
            .Any(suffix => host.EndsWith("." + suffix, StringComparison.OrdinalIgnoreCase));

    private static string? Configured(string variable) => IsIgnored ? null : NonEmpty(Environment.GetEnvironmentVariable(variable));

    private static string? OfProfile(CredentialProfile? profile) => IsIgnored ? null : NonEmpty(profile?.EndpointUrl);

    private static bool IsIgnored =>
        string.Equals(Environment.GetEnvironmentVariable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), "true", StringComparison.OrdinalIgnoreCase);

    private static string? NonEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static Uri? Read(string? text)
    {
        if (text is null)
            return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new DdbException("InvalidEndpointUrl", DdbErrorKind.InvalidArgument, text,
                $"The endpoint '{text}' is no http or https address. Write it like https://dynamodb.eu-west-1.amazonaws.com or http://127.0.0.1:8000.");
        }

        RequireSecure(text);
        return uri;
    }
}
