using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;

namespace DynamoNamespace.Tests.Integration.InPlace;

/// <summary>
/// Old clients at work on accounts: each changes what a rule reads and what it does not, creates and deletes items of its own, and remembers what it was
/// told is done.
/// </summary>
internal sealed class AccountWriters(MigratingTable table, int writers, int itemsEach, int seed) : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Dictionary<int, JsonObject>[] held = [.. Enumerable.Range(0, writers).Select(writer =>
        Enumerable.Range(1, itemsEach).ToDictionary(number => NumberOf(writer, number), number => AccountTable.User(NumberOf(writer, number))))];

    private Task[] running = [];
    private int renames;
    private int others;
    private int creations;
    private int deletions;

    /// <summary>What they hold now, in the form of an old client.</summary>
    public IEnumerable<JsonObject> Held => held.SelectMany(items => items.Values);

    public (int Renames, int Others, int Creations, int Deletions) Done => (Volatile.Read(ref renames), Volatile.Read(ref others), Volatile.Read(ref creations), Volatile.Read(ref deletions));

    public int Total => Done.Renames + Done.Others + Done.Creations + Done.Deletions;

    public void Start() => running = [.. Enumerable.Range(0, writers).Select(writer => Task.Run(() => WriteAsync(writer)))];

    public async Task StopAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(running);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private static int NumberOf(int writer, int number) => ((writer + 1) * 100_000) + number;

    private async Task WriteAsync(int writer)
    {
        var random = new SplitMix64(seed, "writer", writer);
        var items = held[writer];
        var next = itemsEach;
        while (!stop.IsCancellationRequested)
        {
            var number = items.Keys.ElementAt((int)(random.NextDouble() * items.Count));
            var item = items[number];
            var what = random.NextDouble();
            if (what < 0.4)
            {
                var name = ItemJson.S($"name {random.NextDouble():r}");
                await table.ChangeAsync(item, ("Username", name));
                items[number] = item.With("Username", name);
                Interlocked.Increment(ref renames);
            }
            else if (what < 0.7)
            {
                var visits = ItemJson.N((long)(random.NextDouble() * 1_000_000));
                await table.ChangeAsync(item, ("visits", visits), ($"extra {number % 3}", ItemJson.S("x")));
                items[number] = item.With("visits", visits).With($"extra {number % 3}", ItemJson.S("x"));
                Interlocked.Increment(ref others);
            }
            else if (what < 0.85)
            {
                var made = AccountTable.User(NumberOf(writer, ++next));
                await table.PutAsync(made);
                items[NumberOf(writer, next)] = made;
                Interlocked.Increment(ref creations);
            }
            else if (items.Count > itemsEach / 2)
            {
                await table.DeleteItemAsync(item);
                items.Remove(number);
                Interlocked.Increment(ref deletions);
            }
        }
    }
}
