using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation;
using DynamoNamespace.Tests.Support.ControlPlane.DynamoDb;
using DynamoNamespace.Tests.Support.ControlPlane.Faults;
using DynamoNamespace.Tests.Support.ControlPlane.Http;
using DynamoNamespace.Tests.Support.ControlPlane.Iam;
using DynamoNamespace.Tests.Support.ControlPlane.Lambda;
using DynamoNamespace.Tests.Support.ControlPlane.Logs;
using DynamoNamespace.Tests.Support.ControlPlane.Monitoring;
using DynamoNamespace.Tests.Support.ControlPlane.S3;
using DynamoNamespace.Tests.Support.ControlPlane.Sts;
using DynamoNamespace.Tests.Support.Proxy;

namespace DynamoNamespace.Tests.Support.ControlPlane;

/// <summary>
/// CloudFormation, IAM, STS, CloudWatch and its Logs, Lambda and S3, as far as this project calls them, and DynamoDB forwarded to
/// a local engine, all at one loopback address. Stacks really change the engine's tables; what AWS refuses is refused.
/// </summary>
public sealed class LocalControlPlane : IAsyncDisposable
{
    private readonly Dictionary<string, IAwsService> _services;
    private readonly CloudFormationService _cloudFormation;
    private readonly DynamoDbService _dynamoDb;
    private readonly LoopbackListener _listener;
    private readonly ConcurrentQueue<Exception> _failures = new();
    private readonly ReadMeter _reads = new();

    private LocalControlPlane(string dynamoDbUrl, ControlPlaneOptions given)
    {
        var options = given with { Holds = new DeploymentHolds() };
        Options = options;
        var gate = new object();
        var iam = new IamStore(options);
        var s3 = new S3Service();
        var logs = new LogStore();
        var functions = new FunctionStore();
        _dynamoDb = new DynamoDbService(new Uri(dynamoDbUrl), options, _reads);
        _cloudFormation = new CloudFormationService(gate, options, Faults, s3, new CloudFormation.Resources.ResourceTypes(gate, _dynamoDb, iam, logs, functions));
        _services = new Dictionary<string, IAwsService>(StringComparer.Ordinal)
        {
            ["cloudformation"] = _cloudFormation.Service,
            ["iam"] = IamService.Create(gate, iam),
            ["sts"] = StsService.Create(gate, options),
            ["monitoring"] = MonitoringService.Create(gate, _reads),
            ["logs"] = new LogsService(gate, logs),
            ["lambda"] = new LambdaService(gate, functions),
            ["s3"] = s3,
            ["dynamodb"] = _dynamoDb,
        };
        _listener = new LoopbackListener(options.Port, AnswerAsync);
    }

    public ControlPlaneOptions Options { get; }

    public string EndpointUrl => _listener.EndpointUrl;

    public CallLog Log { get; } = new();

    public FaultPlan Faults { get; } = new();

    /// <inheritdoc cref="DeploymentHolds.Hold"/>
    public IDisposable Hold(string state) => Options.Holds.Hold(state);

    /// <summary>What a process needs to reach all services here through the standard settings of an AWS SDK.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AWS_ENDPOINT_URL"] = EndpointUrl,
        ["AWS_ACCESS_KEY_ID"] = Account.AccessKeyId,
        ["AWS_SECRET_ACCESS_KEY"] = "local",
        ["AWS_REGION"] = "us-east-1",
        ["AWS_EC2_METADATA_DISABLED"] = "true",
    };

    /// <summary>Lets CloudWatch know of no read so far, as if a day had passed.</summary>
    public void ForgetReads() => _reads.Forget();

    /// <param name="dynamoDbUrl">The engine that DynamoDB's calls are forwarded to.</param>
    /// <param name="options">Fast steps and a free port if null.</param>
    public static Task<LocalControlPlane> StartAsync(string dynamoDbUrl, ControlPlaneOptions? options = null) =>
        Task.FromResult(new LocalControlPlane(dynamoDbUrl, options ?? new ControlPlaneOptions()));

    /// <summary>Stops it; a failure of its own, which a client saw as a 500, is thrown here so that no test passes over it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        await _cloudFormation.DisposeAsync();
        _dynamoDb.Dispose();
        if (_failures.TryPeek(out var failure))
            ExceptionDispatchInfo.Throw(failure);
        _cloudFormation.ThrowFailure();
    }

    private async Task<ProxiedResponse?> AnswerAsync(HttpRequestHead head, byte[] body, CancellationToken cancellationToken)
    {
        AwsRequest request;
        try
        {
            request = AwsRequestParser.Parse(head, body);
        }
        catch (AwsException e)
        {
            return ErrorAnswer.Of(Unknown(head, body), e);
        }

        try
        {
            if ((SignatureCheck.Find(request) ?? Faults.Find(request, Options.CallerArn)) is { } refusal)
                return Refuse(request, refusal);
            var answer = await _services[request.Service].AnswerAsync(request, cancellationToken);
            Log.Add(request, answer.StatusCode, errorCode: null);
            return answer;
        }
        catch (AwsException e)
        {
            return Refuse(request, e);
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _failures.Enqueue(e);
            return Refuse(request, new AwsException("InternalFailure", $"The local control plane failed itself: {e.Message}", 500));
        }
    }

    private ProxiedResponse Refuse(AwsRequest request, AwsException error)
    {
        Log.Add(request, error.Status, error.Code);
        return ErrorAnswer.Of(request, error);
    }

    /// <summary>A request of no API here: its answer takes the form that its headers suggest.</summary>
    private static AwsRequest Unknown(HttpRequestHead head, byte[] body)
    {
        var protocol = head.Headers.ContainsKey("X-Amz-Target") ? AwsProtocol.Json
            : head.Path.StartsWith("/2015-", StringComparison.Ordinal) ? AwsProtocol.RestJson
            : AwsProtocol.Query;
        return new AwsRequest(protocol == AwsProtocol.Query ? "cloudformation" : "logs", protocol, "", null, QueryParameters.Empty, head, body);
    }
}
