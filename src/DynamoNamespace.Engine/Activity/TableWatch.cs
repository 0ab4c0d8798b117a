using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Activity;

/// <summary>Reads a table's stream on from now, and knows since when nothing was written.</summary>
internal sealed class TableWatch
{
    private const string Remedy = "A stream does not tell who wrote. Log the table's data events with CloudTrail (resource type AWS::DynamoDB::Table, write events only): each names the caller's "
        + "role or user, its address and its SDK. The groups tell what to look for: the keys, the kind of write, and when.";
    private const string Docs = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/logging-using-cloudtrail.html";

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private readonly TableDescriptor table;
    private readonly IReadOnlyList<string> replicaRegions;
    private readonly TableQuietOptions options;
    private readonly TimeProvider time;
    private readonly StreamConsumer consumer;
    private readonly WriteGroups groups;
    private readonly DateTimeOffset startedAt;
    private readonly DateTimeOffset? until;

    public TableWatch(
        IStreamCalls streams, TableDescriptor table, IReadOnlyList<string> replicaRegions, StreamPosition position, TableQuietOptions options, IRunObserver observer, TimeProvider time)
    {
        this.table = table;
        this.replicaRegions = replicaRegions;
        this.options = options;
        this.time = time;
        startedAt = time.GetUtcNow();
        var timeout = options.Timeout is { } limit ? startedAt + limit : (DateTimeOffset?)null;
        until = timeout is null || options.Until < timeout ? options.Until : timeout;
        consumer = new StreamConsumer(streams, table.Name, position, time);
        groups = new WriteGroups(table, position.StreamArn, options.IncludeExpired, time)
        {
            WhenNew = writes => observer.OnVerbose($"Table {table.Name}, first of its kind: {writes}."),
        };
    }

    /// <summary>Watches until the table has been quiet for the time that was asked for, or that is given up.</summary>
    /// <param name="whenLooked">Hears of what was seen so far, a few times a second.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>Whether it was quiet.</returns>
    public async Task<bool> RunAsync(Action<DdbTableActivity> whenLooked, CancellationToken cancellationToken)
    {
        var isQuiet = false;
        using var ended = new CancellationTokenSource();
        using var group = new TaskGroup(cancellationToken);
        group.Start(token => ReadAsync(token, ended.Token));
        group.Start(async token =>
        {
            isQuiet = await WaitAsync(whenLooked, token);
            await ended.CancelAsync();
        });
        await group.WaitAsync();
        return isQuiet;
    }

    public DdbTableActivity ToActivity(bool isQuiet)
    {
        var now = time.GetUtcNow();
        var totals = groups.Totals;
        var since = QuietSince;
        var elsewhere = replicaRegions.Count > 0
            ? $" The table has replicas in {string.Join(", ", replicaRegions)}, and what is written there looks like a client's write here: log and watch there too." : "";
        return new DdbTableActivity
        {
            TableName = table.Name,
            IsQuiet = isQuiet,
            QuietFor = ReadUntil is { } read && read > since ? read - since : TimeSpan.Zero,
            Writes = totals.Writes,
            Expired = totals.Expired,
            LastWriteAt = totals.LastWriteAt,
            Groups = groups.ToList(),
            Lag = consumer.Lag,
            StreamArn = consumer.Position.StreamArn,
            StreamViewType = table.StreamViewType ?? "",
            ReplicaRegions = replicaRegions,
            Remedy = isQuiet ? null : Remedy + elsewhere,
            Docs = isQuiet ? null : Docs,
            StartedAt = startedAt,
            Elapsed = now - startedAt,
        };
    }

    /// <summary>
    /// Since when nothing was written: since the last write was heard of, which is never before it was made. Where the clock of DynamoDB is ahead of this
    /// machine's, its time counts.
    /// </summary>
    private DateTimeOffset QuietSince => groups.Totals is { LastHeardAt: { } heard, LastWriteAt: { } made } ? new[] { startedAt, heard, made }.Max() : startedAt;

    /// <summary>The moment until which the stream is known to have been read; null while it has records or may have.</summary>
    private DateTimeOffset? ReadUntil => consumer.DrainedSince is null
        ? null
        : consumer.Position.Shards.Where(shard => !shard.IsDone).Select(shard => shard.ReadUntil).DefaultIfEmpty(time.GetUtcNow()).Min();

    private async Task ReadAsync(CancellationToken cancellationToken, CancellationToken ended)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ended);
        try
        {
            await consumer.RunAsync((records, _) =>
            {
                groups.Add(records);
                return Task.CompletedTask;
            }, either.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // Enough was seen.
        }
    }

    private async Task<bool> WaitAsync(Action<DdbTableActivity> whenLooked, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Tick, time, cancellationToken);
            whenLooked(ToActivity(isQuiet: false));
            if (ReadUntil is { } read && read - QuietSince >= options.QuietTime)
                return true;
            if (time.GetUtcNow() >= until)
                return false;
        }
    }
}
