using DynamoNamespace.Tests.Support.ControlPlane;
using DynamoNamespace.Tests.Support.Proxy;

namespace DynamoNamespace.Tests.ControlPlane;

/// <summary>The local control plane as a process: it says where it listens once its stack and roles are there, and stays until it is told to go.</summary>
internal sealed class ControlPlaneProcess
{
    private static readonly HashSet<string> MayFail = new(
        ["Scan", "BatchGetItem", "GetItem", "PutItem", "DeleteItem", "BatchExecuteStatement", "GetRecords"], StringComparer.Ordinal);

    public required string DynamoDbUrl { get; init; }

    public int Port { get; init; }

    public string? StackName { get; init; }

    public required string TemplatePath { get; init; }

    public IReadOnlyList<string> Roles { get; init; } = [];

    public TimeSpan Step { get; init; }

    public TimeSpan Backfill { get; init; }

    /// <summary>The share of the calls on items and streams that fail.</summary>
    public double FaultRate { get; init; }

    public bool UntilStdinCloses { get; init; }

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var options = new ControlPlaneOptions { Port = Port, Step = Step, Backfill = Backfill };
        await using var plane = await LocalControlPlane.StartAsync(DynamoDbUrl, options);
        try
        {
            using var api = new ControlPlaneClient(plane.EndpointUrl);
            await CreateCallerAsync(api, cancellationToken);
            foreach (var role in Roles)
                await api.CreateRoleAsync(role, cancellationToken);
            if (StackName is not null)
                await api.CreateStackAsync(StackName, await File.ReadAllTextAsync(TemplatePath, cancellationToken), cancellationToken);
            await using var proxy = FaultRate > 0 ? StartProxy(plane.EndpointUrl) : null;
            await Console.Out.WriteLineAsync($"listening on {proxy?.EndpointUrl ?? plane.EndpointUrl}");
            await EndAsync(cancellationToken);
            return 0;
        }
        catch (Exception e) when (e is ControlPlaneException or IOException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync($"The control plane did not start: {e.Message}");
            return 1;
        }
    }

    private LoopbackProxy StartProxy(string endpointUrl)
    {
        var faults = new FaultSchedule(seed: 1, FaultRate);
        var proxy = LoopbackProxy.Start(endpointUrl);
        proxy.Hook = request => MayFail.Contains(request.Operation) ? faults.DecideAsync(request) : ValueTask.FromResult(ProxyAction.Forward);
        return proxy;
    }

    /// <summary>Who calls is an administrator of the account, as its simulator should know.</summary>
    private static async Task CreateCallerAsync(ControlPlaneClient api, CancellationToken cancellationToken)
    {
        const string name = "local";
        await api.IamAsync("CreateUser", [("UserName", name)], cancellationToken);
        await api.IamAsync(
            "PutUserPolicy",
            [("UserName", name), ("PolicyName", "everything"), ("PolicyDocument", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""")],
            cancellationToken);
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Reading the console cannot be cancelled, so it gets a thread of its own.
            await (UntilStdinCloses ? Task.Run(ReadToEnd, CancellationToken.None) : Task.Delay(Timeout.Infinite, cancellationToken)).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // SIGTERM or SIGINT.
        }
    }

    private static void ReadToEnd()
    {
        using var input = Console.OpenStandardInput();
        var buffer = new byte[256];
        while (input.Read(buffer) > 0)
        {
        }
    }
}
