using Amazon;
using Amazon.S3;
using Amazon.SecurityToken;
using DynamoNamespace.Engine.Aws.CloudFormation;
using DynamoNamespace.Engine.Aws.CloudWatch;
using DynamoNamespace.Engine.Aws.CloudWatchLogs;
using DynamoNamespace.Engine.Aws.Iam;
using DynamoNamespace.Engine.Aws.Lambda;
using DynamoNamespace.Engine.Aws.Services;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Aws;

/// <summary>The services that a connection reaches, each made when it is first asked for.</summary>
internal sealed class AwsServices(ConnectionOptions options) : IDisposable
{
    private readonly List<IDisposable> made = [];
    private readonly Dictionary<ServiceDefinition, ServiceClient> clients = [];
    private ICloudFormation? cloudFormation;
    private IIam? iam;
    private ICloudWatch? cloudWatch;
    private ICloudWatchLogs? logs;
    private ILambda? lambda;
    private DynamoDbClient? dynamoDb;
    private AmazonSecurityTokenServiceClient? securityToken;
    private AmazonS3Client? s3;
    private string? region;

    public ConnectionOptions Options => options;

    public ICloudFormation CloudFormation => cloudFormation ??= new CloudFormationClient(Client(ServiceDefinition.CloudFormation));

    public IIam Iam => iam ??= new IamClient(Client(ServiceDefinition.Iam));

    public ICloudWatch CloudWatch => cloudWatch ??= new CloudWatchClient(Client(ServiceDefinition.CloudWatch));

    public ICloudWatchLogs Logs => logs ??= new CloudWatchLogsClient(Client(ServiceDefinition.CloudWatchLogs));

    public ILambda Lambda => lambda ??= new LambdaClient(Client(ServiceDefinition.Lambda));

    public DynamoDbClient DynamoDb => dynamoDb ??= Keep(ConnectionFactory.Create(options));

    public IAmazonSecurityTokenService SecurityToken => securityToken ??= Keep(ConnectionFactory.CreateSecurityToken(options));

    public IAmazonS3 S3 => s3 ??= Keep(ConnectionFactory.CreateS3(options));

    public string Region => region ??= ConnectionFactory.RegionOf(options);

    /// <summary>aws, aws-cn, aws-us-gov, ….</summary>
    public string Partition => RegionEndpoint.GetBySystemName(Region).PartitionName;

    /// <summary>The address of a service's client, for messages.</summary>
    public string EndpointOf(ServiceDefinition service) => Client(service).Endpoint;

    /// <summary>A table of a local engine has no account whose services could be asked about it, unless they are configured to be local too.</summary>
    /// <exception cref="DdbException">The table's endpoint is on this machine, and the service's is AWS's own.</exception>
    public void RequireBesideTable(ServiceDefinition service)
    {
        if (new Uri(ConnectionFactory.EndpointOf(DynamoDb)).IsLoopback && ServiceEndpoint.Find(service, options) is null)
        {
            throw new DdbException("NoSuchServiceHere", DdbErrorKind.Connection, service.Id,
                $"The table is at an endpoint on this machine, and no endpoint for {service.Id} is configured beside it.");
        }
    }

    public void Dispose() => made.ForEach(client => client.Dispose());

    private ServiceClient Client(ServiceDefinition service) =>
        clients.TryGetValue(service, out var client) ? client : clients[service] = Keep(ConnectionFactory.CreateService(service, options));

    private T Keep<T>(T client)
        where T : IDisposable
    {
        made.Add(client);
        return client;
    }
}
