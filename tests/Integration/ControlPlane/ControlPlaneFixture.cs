using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.ControlPlane;
using Xunit;

namespace DynamoNamespace.Tests.Integration.ControlPlane;

/// <summary>An engine, a control plane before it, and a client of it.</summary>
public sealed class ControlPlaneFixture : IAsyncLifetime
{
    private readonly DynoxideServer _engine = new();
    private LocalControlPlane? _plane;
    private ControlPlaneClient? _client;

    public LocalControlPlane Plane => _plane ?? throw new InvalidOperationException("The fixture has not been started.");

    public ControlPlaneClient Client => _client ?? throw new InvalidOperationException("The fixture has not been started.");

    public string EngineUrl => _engine.EndpointUrl;

    /// <summary>The template that ships as a fixture: a zae-limiter 0.9 stack in small.</summary>
    public static string Template { get; } = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "zae-limiter-0.9.stack.yaml")).ReplaceLineEndings("\n");

    public async ValueTask InitializeAsync()
    {
        await _engine.InitializeAsync();
        _plane = await LocalControlPlane.StartAsync(_engine.EndpointUrl, new ControlPlaneOptions { Step = TimeSpan.FromMilliseconds(25), Backfill = TimeSpan.FromMilliseconds(300) });
        _client = new ControlPlaneClient(_plane.EndpointUrl);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_plane is not null)
            await _plane.DisposeAsync();
        await _engine.DisposeAsync();
    }

    public static string NewName() => $"limits-{Guid.NewGuid().ToString("n")[..8]}";
}
