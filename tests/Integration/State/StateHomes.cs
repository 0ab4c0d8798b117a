using System.Text.Json;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Engine.State.Folder;
using DynamoNamespace.Engine.State.Table;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;

namespace DynamoNamespace.Tests.Integration.State;

/// <summary>A place for state of a test's own, which several machines use.</summary>
internal interface IStateHome : IAsyncDisposable
{
    /// <summary>The store as another machine opens it.</summary>
    IStateStore Open();

    /// <summary>Whether anything was created.</summary>
    Task<bool> ExistsAsync();

    /// <summary>Makes the stored plan one of a version that does not exist yet.</summary>
    Task MakeNewerAsync(PlanIdentity plan);
}

/// <summary>A state table, reached through a proxy.</summary>
internal sealed class TableHome : IStateHome
{
    public static readonly StateTimings Timings = new()
    {
        LeaseDuration = TimeSpan.FromSeconds(2),
        Renewal = TimeSpan.FromSeconds(0.5),
        Observation = TimeSpan.FromSeconds(0.1),
    };

    /// <summary>Leases that last for longer than any test.</summary>
    public static readonly StateTimings Lasting = Timings with
    {
        LeaseDuration = TimeSpan.FromMinutes(10),
        Renewal = TimeSpan.FromMinutes(5),
    };

    private readonly List<IAsyncDisposable> opened = [];

    public TableHome(string endpointUrl)
    {
        Proxy = LoopbackProxy.Start(endpointUrl);
        Raw = new RawDynamoDb(endpointUrl);
    }

    public string Name { get; } = $"state-{Guid.NewGuid():n}";

    public LoopbackProxy Proxy { get; }

    public RawDynamoDb Raw { get; }

    /// <summary>A process on a machine that this one cannot look at.</summary>
    public static LeaseOwner Elsewhere(string host) =>
        new("ops", host, new ProcessMark(4711, 638_000_000_000_000_000, $"boot-of-{host}/pid:[1]"));

    public IStateStore Open() => Open(LeaseOwner.Current);

    public TableStateStore Open(
        LeaseOwner owner,
        StateTimings? timings = null,
        Action<LeaseHolder>? whenObserving = null,
        TimeProvider? time = null)
    {
        var connection = new ConnectionOptions
        {
            EndpointUrl = Proxy.EndpointUrl,
            Region = "us-east-1",
            Credentials = () => new AccessKeys("local", "local", null),
        };
        var options = new TableStateOptions(timings ?? Timings, time ?? TimeProvider.System)
        {
            Owner = owner,
            WhenObserving = whenObserving,
        };
        var store = new TableStateStore(connection, Name, options);
        opened.Add(store);
        return store;
    }

    public async Task<bool> ExistsAsync() =>
        (await Raw.SendAsync("ListTables", []))["TableNames"]!.AsArray().Any(name => name!.GetValue<string>() == Name);

    public async Task MakeNewerAsync(PlanIdentity plan)
    {
        var item = await Raw.GetAsync(Name, $"plan#{plan.Id}", "plan");
        item!["format"]!["S"] = "dynamonamespace/state/2";
        await Raw.PutAsync(Name, item);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in opened)
            await store.DisposeAsync();
        if (await ExistsAsync())
            await Raw.DeleteTableAsync(Name);
        Raw.Dispose();
        await Proxy.DisposeAsync();
    }
}

/// <summary>A folder.</summary>
internal sealed class FolderHome : IStateHome
{
    private readonly DirectoryInfo parent = Directory.CreateTempSubdirectory("ddbns-state-");

    private string Folder => Path.Combine(parent.FullName, "state");

    public IStateStore Open() => new FolderStateStore(Folder, restart: false, new StateTimings(), TimeProvider.System);

    public Task<bool> ExistsAsync() => Task.FromResult(Directory.Exists(Folder));

    public async Task MakeNewerAsync(PlanIdentity plan)
    {
        var file = Path.Combine(Folder, "plan.json");
        var stored = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(await File.ReadAllTextAsync(file))!;
        stored["format"] = JsonSerializer.SerializeToElement(stored["format"].GetString() + "0");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(stored));
    }

    public ValueTask DisposeAsync()
    {
        parent.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
