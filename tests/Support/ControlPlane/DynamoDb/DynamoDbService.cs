using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.Http;
using DynamoNamespace.Tests.Support.ControlPlane.Monitoring;
using DynamoNamespace.Tests.Support.Proxy;

namespace DynamoNamespace.Tests.Support.ControlPlane.DynamoDb;

/// <summary>
/// DynamoDB: calls go to the engine, with the ARNs of this account on this side. Table calls show an index being built as
/// AWS does, and backups, which the engine lacks, are answered here.
/// </summary>
internal sealed class DynamoDbService : IAwsService, IDisposable
{
    private readonly UpstreamClient _upstream;
    private readonly IndexBuilds _builds;
    private readonly TableCalls _tables;
    private readonly BackupCalls _backups;
    private readonly ReadMeter _reads;

    public DynamoDbService(Uri engine, ControlPlaneOptions options, ReadMeter reads)
    {
        _reads = reads;
        _upstream = new UpstreamClient(engine);
        _builds = new IndexBuilds(options);
        _backups = new BackupCalls(options, DescribeAsync);
        _tables = new TableCalls(_builds, new IndexCounts((region, scan, token) => CallAsync(region, "Scan", scan, token)), ForwardAsync, DescribeAsync);
    }

    public async Task<ProxiedResponse> AnswerAsync(AwsRequest request, CancellationToken cancellationToken)
    {
        if (_backups.Knows(request.Action))
            return Answer.Json(request, await _backups.AnswerAsync(request, cancellationToken));
        switch (request.Action)
        {
            case "DescribeTable" or "CreateTable" or "UpdateTable" or "DeleteTable":
                return await _tables.AnswerAsync(request, cancellationToken);
            case "Query" or "Scan" when ReadMeter.IsOfIndex(request):
                if (_builds.Any)
                    _builds.CheckReadable(request.Json());
                var answer = await ForwardAsync(request, cancellationToken);
                _reads.Count(request, answer);
                return answer;
            default:
                return await ForwardAsync(request, cancellationToken);
        }
    }

    /// <summary>A call by a part of the control plane itself, which goes the same way as a client's.</summary>
    /// <exception cref="AwsException">DynamoDB refuses it.</exception>
    public async Task<JsonObject> CallAsync(string region, string action, JsonObject body, CancellationToken cancellationToken)
    {
        var answer = await AnswerAsync(InternalRequest.Of(region, action, body), cancellationToken);
        var json = answer.Body.Length > 0 ? answer.Json() : [];
        return answer.StatusCode < 400 ? json : throw new AwsException(
            json["__type"]!.GetValue<string>().Split('#')[^1],
            (json["message"] ?? json["Message"])?.GetValue<string>() ?? "", answer.StatusCode);
    }

    public void Dispose() => _upstream.Dispose();

    private async Task<JsonObject> DescribeAsync(string region, string tableName, CancellationToken cancellationToken) =>
        (await CallAsync(region, "DescribeTable", new JsonObject { ["TableName"] = tableName }, cancellationToken))["Table"]!.AsObject();

    private async Task<ProxiedResponse> ForwardAsync(AwsRequest request, CancellationToken cancellationToken)
    {
        var names = EngineArns.AreIn(request.Action);
        var forwarded = new ProxiedRequest(0, 0, request.Action, request.Head.Method, request.Head.Path, request.Head.Headers, request.Body);
        var body = names ? EngineArns.ToEngine(request.Body, request.Region) : request.Body;
        var response = await _upstream.SendAsync(forwarded, body, cancellationToken);
        return names ? response.WithBody(EngineArns.FromEngine(response.Body, request.Region)) : response;
    }
}
