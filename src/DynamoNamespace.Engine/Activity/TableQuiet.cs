using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Activity;

/// <summary>Waits until nobody writes to a table any more, and tells who does.</summary>
public static class TableQuiet
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Watches a table's stream from now on until nothing has been written for <see cref="TableQuietOptions.QuietTime"/>.</summary>
    /// <param name="options">The table and how long.</param>
    /// <param name="observer">Hears of each new kind of write.</param>
    /// <param name="whenLooked">Hears of all that was seen so far, a few times a second, from any thread.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <exception cref="DdbException">It cannot begin: the table has no stream. Nothing was changed.</exception>
    public static Task<MigrationRun<DdbTableActivity>> WaitAsync(
        TableQuietOptions options, IRunObserver observer, Action<DdbTableActivity> whenLooked, CancellationToken cancellationToken)
    {
        TableReader.CheckName(options.TableName);
        Check(options, TimeProvider.System.GetUtcNow());
        return AwsCall.RunAsync(options.Connection, options.TableName, async client =>
        {
            var (table, replicas) = await ReadTableAsync(client, options, observer, cancellationToken);
            using var streamClient = ConnectionFactory.CreateStreams(options.Connection);
            var streams = new StreamCalls(streamClient, table.Name, TimeProvider.System);
            var position = await TakePositionAsync(streams, table, cancellationToken);
            return await WatchAsync(new TableWatch(streams, table, replicas, position, options, observer, TimeProvider.System), table, options, whenLooked, cancellationToken);
        }, cancellationToken);
    }

    /// <exception cref="DdbException"><c>InvalidQuietTime</c>.</exception>
    internal static void Check(TableQuietOptions options, DateTimeOffset now)
    {
        if (options.QuietTime <= TimeSpan.Zero)
            throw Invalid(options, FormattableString.Invariant($"The quiet time is {options.QuietTime.TotalSeconds} s, and it must be above 0."));
        if (options.Timeout < options.QuietTime || options.Until - now < options.QuietTime)
            throw Invalid(options, FormattableString.Invariant($"The wait ends before the table can have been watched for {options.QuietTime.TotalSeconds} s. Give it longer, or ask for a shorter quiet time."));
    }

    internal static async Task<MigrationRun<DdbTableActivity>> WatchAsync(
        TableWatch watch, TableDescriptor table, TableQuietOptions options, Action<DdbTableActivity> whenLooked, CancellationToken cancellationToken)
    {
        try
        {
            var isQuiet = await watch.RunAsync(whenLooked, cancellationToken);
            var activity = watch.ToActivity(isQuiet);
            return new MigrationRun<DdbTableActivity>(activity, isQuiet ? null : NotQuiet(options, activity), IsInterrupted: false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            var error = new DdbException("WatchInterrupted", DdbErrorKind.Incomplete, table.Name,
                $"The watch on table '{table.Name}' was stopped before the table was quiet. Nothing was changed.");
            return new MigrationRun<DdbTableActivity>(watch.ToActivity(isQuiet: false), error, IsInterrupted: true);
        }
        catch (DdbException error) when (error.ErrorId == "StreamPositionLost")
        {
            throw new DdbException("StreamPositionLost", DdbErrorKind.InvalidState, table.Name,
                $"The stream of table '{table.Name}' was switched off or replaced, or dropped records, while it was watched, so nobody can say whether the table was quiet. Run the same command again.", error);
        }
    }

    private static async Task<(TableDescriptor Table, IReadOnlyList<string> Replicas)> ReadTableAsync(
        DynamoDbClient client, TableQuietOptions options, IRunObserver observer, CancellationToken cancellationToken)
    {
        var description = (await client.DescribeTableAsync(new DescribeTableRequest { TableName = options.TableName }, cancellationToken)).Table;
        var replicas = (description.Replicas ?? []).Select(replica => replica.RegionName).Where(region => !description.TableArn.Contains($":{region}:", StringComparison.Ordinal)).ToList();
        var table = TableReader.Read(description);
        if (table.LatestStreamArn is not null)
            return (table, replicas);
        if (!options.EnableStream)
        {
            throw new DdbException("StreamNotEnabled", DdbErrorKind.InvalidState, table.Name,
                $"Table '{table.Name}' has no stream, and only a stream tells who still writes. Run the same command with -EnableStream (--enable-stream), or switch on a stream of {StreamSwitch.ViewType}; nothing was changed.");
        }

        observer.OnVerbose($"The stream of table '{table.Name}' is switched on.");
        return (await StreamSwitch.EnableAsync(client, table.Name, TimeProvider.System, cancellationToken), replicas);
    }

    /// <summary>A stream of any view type will do: each tells keys and times. One that is just being switched on is waited for.</summary>
    private static async Task<StreamPosition> TakePositionAsync(StreamCalls streams, TableDescriptor table, CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = TimeProvider.System.GetUtcNow();
            var stream = await streams.DescribeAsync(table.LatestStreamArn!, cancellationToken);
            if (!stream.IsEnabling)
                return StreamPosition.Take(table.LatestStreamArn!, stream, now);
            await Task.Delay(Pause, cancellationToken);
        }
    }

    private static DdbException NotQuiet(TableQuietOptions options, DdbTableActivity activity)
    {
        var last = activity.Groups.Count > 0 ? $" The last: {activity.Groups[0]}." : "";
        return new DdbException("TableNotQuiet", DdbErrorKind.Incomplete, options.TableName,
            FormattableString.Invariant($"Table '{options.TableName}' was not quiet for {options.QuietTime.TotalSeconds:N0} s within the time given: {activity.Writes:N0} writes were seen.{last} {activity.Remedy} See {activity.Docs}."));
    }

    private static DdbException Invalid(TableQuietOptions options, string reason) => new("InvalidQuietTime", DdbErrorKind.InvalidArgument, options.TableName, $"{reason} Nothing was read or changed.");
}
