using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoNamespace.Tests.Support.Processes;
using Xunit;

namespace DynamoNamespace.Tests.Support;

/// <summary>
/// The local DynamoDB engine on a free loopback port, for as long as the fixture lives. The environment variable
/// <c>DYNOXIDE</c> names another binary; <c>DDBNS_TEST_ENDPOINT</c> names an endpoint that runs already, and then
/// nothing is started.
/// </summary>
public sealed class DynoxideServer : IAsyncLifetime, IAsyncDisposable
{
    private const int Attempts = 5;

    private ChildProcess? _process;
    private string? _endpointUrl;

    /// <summary>A file for the tables; without one they live in memory.</summary>
    public string? DatabasePath { get; init; }

    public string EndpointUrl =>
        _endpointUrl ?? throw new InvalidOperationException("The engine has not been started: call InitializeAsync first.");

    /// <summary>What a process needs to reach this engine through the standard settings of an AWS SDK.</summary>
    public IReadOnlyDictionary<string, string> Environment => EnvironmentFor(EndpointUrl);

    public static async Task<DynoxideServer> StartAsync(string? databasePath = null)
    {
        var server = new DynoxideServer { DatabasePath = databasePath };
        await server.InitializeAsync();
        return server;
    }

    /// <summary>A client with dummy credentials, for this engine or for a proxy before it.</summary>
    public static IAmazonDynamoDB ClientFor(string endpointUrl, Action<AmazonDynamoDBConfig>? configure = null)
    {
        var config = new AmazonDynamoDBConfig { ServiceURL = endpointUrl, AuthenticationRegion = "us-east-1" };
        configure?.Invoke(config);
        return new AmazonDynamoDBClient(new BasicAWSCredentials("local", "local"), config);
    }

    public static IReadOnlyDictionary<string, string> EnvironmentFor(string endpointUrl) =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_ENDPOINT_URL_DYNAMODB"] = endpointUrl,
            ["AWS_ENDPOINT_URL_DYNAMODB_STREAMS"] = endpointUrl,
            ["AWS_ACCESS_KEY_ID"] = "local",
            ["AWS_SECRET_ACCESS_KEY"] = "local",
            ["AWS_REGION"] = "us-east-1",
            ["AWS_EC2_METADATA_DISABLED"] = "true",
        };

    public IAmazonDynamoDB Client() => ClientFor(EndpointUrl);

    public RawDynamoDb Raw() => new(EndpointUrl);

    public async ValueTask InitializeAsync()
    {
        if (System.Environment.GetEnvironmentVariable("DDBNS_TEST_ENDPOINT") is { Length: > 0 } existing)
        {
            _endpointUrl = existing;
        }
        else
        {
            (_process, var port) = await StartProcessAsync(BinaryPath(), DatabasePath);
            _endpointUrl = $"http://127.0.0.1:{port}";
        }

        using var raw = Raw();
        using var limit = new CancellationTokenSource(Patience.Limit);
        await raw.SendAsync("ListTables", [], limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _process = null;
        _endpointUrl = null;
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

    private static async Task<(ChildProcess Process, int Port)> StartProcessAsync(string binary, string? databasePath)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort.Next();
            string[] arguments = ["--port", $"{port}", .. databasePath is null ? (string[])[] : ["--db-path", databasePath]];
            var process = ChildProcess.Start(binary, arguments);
            // Only the engine's own line tells that the port is its own: an answer might come from another listener.
            if (await process.WaitForLineAsync("listening on"))
                return (process, port);

            var output = process.Output;
            await process.DisposeAsync();
            if (attempt == Attempts || !output.Contains("already in use", StringComparison.Ordinal))
            {
                throw new InvalidOperationException(
                    $"The engine '{binary}' did not start on port {port} (attempt {attempt}). It said: {output}");
            }
        }
    }

    private static string BinaryPath()
    {
        var path = System.Environment.GetEnvironmentVariable("DYNOXIDE") is { Length: > 0 } named
            ? named
            : RepositoryRoot.Combine("node_modules", "@dynoxide", "linux-x64", "dynoxide");
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException(
                $"The local DynamoDB engine is not at '{path}'. Run 'npm ci' in the repository, name a binary in DYNOXIDE, "
                + "or a running endpoint in DDBNS_TEST_ENDPOINT.");
    }
}
