using System.Diagnostics;

namespace DynamoNamespace.Tests.Support.Load;

/// <summary>
/// Clients that use a table while it is migrated, first under the old keys, after <see cref="CutOverAsync"/> under the
/// new ones. They reach the engine directly, so that every write is answered; one that is not fails the test.
/// </summary>
public sealed class LiveWriters : IAsyncDisposable
{
    private readonly LiveLoad _load;
    private readonly RawDynamoDb _raw;
    private readonly LiveWriter[] _writers;
    private CancellationTokenSource _pause = new();
    private Task[] _clients = [];

    private LiveWriters(RawDynamoDb raw, string tableName, string namespaceId, LiveLoad load)
    {
        _load = load;
        _raw = raw;
        Ledger = new WriteLedger(load.FirstItems);
        _writers = [.. Enumerable.Range(0, load.Clients).Select(i => new LiveWriter(raw, tableName, namespaceId, i, load, Ledger))];
    }

    public WriteLedger Ledger { get; }

    /// <summary>Writes that failed their condition, because another client was faster or a copy is not there yet.</summary>
    public int Refused => _writers.Sum(writer => writer.Refused);

    /// <summary>Puts the first items into the table; nobody writes yet.</summary>
    public static async Task<LiveWriters> CreateAsync(string endpointUrl, string tableName, string namespaceId, LiveLoad load)
    {
        var writers = new LiveWriters(new RawDynamoDb(endpointUrl), tableName, namespaceId, load);
        await writers._raw.LoadAsync(tableName, writers.Ledger.OldItems());
        return writers;
    }

    /// <summary>Begins, or goes on after a pause, to write under the old keys.</summary>
    public void Start() => Begin(writer => writer.WriteOldAsync());

    /// <summary>When this returns, no write is under way and none comes.</summary>
    /// <exception cref="Exception">A client met something else than an acknowledgement or a failed condition.</exception>
    public async Task PauseAsync()
    {
        await _pause.CancelAsync();
        var clients = _clients;
        _clients = [];
        await Task.WhenAll(clients);
    }

    /// <summary>Ends the writes under the old keys, then increments what is under the new ones.</summary>
    public async Task CutOverAsync(CutOver cutOver)
    {
        await PauseAsync();
        Begin(writer => writer.WriteNewAsync(cutOver));
    }

    /// <summary>Waits until the ledger shows something, as a number of acknowledged writes.</summary>
    /// <exception cref="Exception">A client failed, or all ended or time ran out before.</exception>
    public async Task WaitForAsync(Func<WriteLedger, bool> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!condition(Ledger))
        {
            if (Array.Find(_clients, client => client.IsFaulted) is { } failed)
                await failed;
            if (Array.TrueForAll(_clients, client => client.IsCompleted) || waited.Elapsed > Patience.Limit)
                throw new TimeoutException($"What was waited for did not come: {Ledger}, {Refused} refused.");
            await Task.Delay(10);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await PauseAsync();
        }
        finally
        {
            _pause.Dispose();
            _raw.Dispose();
        }
    }

    private void Begin(Func<LiveWriter, Task> write)
    {
        if (_clients.Length > 0)
            throw new InvalidOperationException("The clients are writing already.");
        _pause.Dispose();
        _pause = new CancellationTokenSource();
        var pause = _pause.Token;
        _clients = Array.ConvertAll(_writers, writer => Task.Run(() => RunAsync(() => write(writer), pause)));
    }

    private async Task RunAsync(Func<Task> write, CancellationToken pause)
    {
        var clock = Stopwatch.StartNew();
        var interval = TimeSpan.FromSeconds(_load.Clients / _load.WritesPerSecond);
        for (var count = 0; Ledger.Acknowledged < _load.MostWrites; count++)
        {
            var early = (interval * count) - clock.Elapsed;
            if (early > TimeSpan.Zero)
                await Task.Delay(early, pause).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (pause.IsCancellationRequested)
                return;
            // A write that has begun is heard out.
            await write();
        }
    }
}
