using System.Text;
using System.Text.Json;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Unit.Items;

namespace DynamoNamespace.Tests.Unit.Checkpoints;

/// <summary>
/// A table of segments, pages and items, and what a run of several scanning tasks would do to it in an order that chance decides. Only what a checkpoint
/// and its records hold goes from one sitting to the next.
/// </summary>
internal sealed class ScannedTable
{
    private readonly Random random;
    private readonly int[][] pages;
    private readonly bool deletes;
    private readonly HashSet<(int Segment, int Page, int Item)> gone = [];
    private readonly HashSet<(int Segment, int Page)> done = [];

    public ScannedTable(Random random, bool deletes)
    {
        this.random = random;
        this.deletes = deletes;
        pages = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(0, 5)).ToArray())];
    }

    /// <summary>What is durable.</summary>
    public Checkpoint? Saved { get; private set; }

    public List<string> Records { get; } = [];

    public int Items => pages.Sum(segment => segment.Sum());

    public int Pages => pages.Sum(segment => segment.Length);

    public HashSet<(int Segment, int Page)> Visited { get; } = [];

    public static string FamilyOf(int segment, int item) => (segment + item) % 2 == 0 ? "EVEN#" : "ODD#";

    public static bool IsConflict(int segment, int page, int item) => (segment + (3 * page) + item) % 4 == 3;

    public long CountItems(Func<int, int, int, bool> where)
    {
        var count = 0L;
        for (var segment = 0; segment < pages.Length; segment++)
        {
            for (var page = 0; page < pages[segment].Length; page++)
                count += Enumerable.Range(0, pages[segment][page]).LongCount(item => where(segment, page, item));
        }

        return count;
    }

    /// <summary>One sitting.</summary>
    /// <param name="steps">After how many steps it ends, if it is not done before.</param>
    /// <param name="isStopped">Whether it ends as a stopped run does, with a last save, or as a killed one.</param>
    /// <returns>Whether the scan is done.</returns>
    public bool Sit(int steps, bool isStopped)
    {
        var scan = new ScanProgress(pages.Length, static _ => true, Saved);
        var counters = new RunCounters(new FamilyReader(new FamilyDefinition("PK", '#', [])));
        var scanners = Enumerable.Range(0, 3).Select(_ => new Scanner(this, scan, counters)).ToList();
        for (var step = 0; step < steps && !scan.IsDone; step++)
        {
            if (random.Next(8) == 0)
                Save(scan);
            else
                scanners[random.Next(scanners.Count)].Step();
        }

        if (isStopped || scan.IsDone)
            Save(scan);
        return Saved?.IsScanned ?? false;
    }

    private void Save(ScanProgress scan)
    {
        var taken = scan.Take();
        Records.AddRange(taken.Records.Select(record => JsonSerializer.Deserialize<DdbItemReport>(record, new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
        })!.SourceKey));
        Saved = TestPlans.Checkpoint() with { Scan = taken.State, Counts = taken.Counts, Families = taken.Families };
        for (var segment = 0; segment < taken.State.NextSegment; segment++)
        {
            var key = taken.State.Open.FirstOrDefault(open => open.Segment == segment) is { } open ? open.StartKey : KeyAfter(pages[segment].Length - 1);
            for (var page = 0; key is { } start && page <= IndexOf(start); page++)
                done.Add((segment, page));
        }
    }

    private static JsonElement KeyAfter(int page) => JsonDocument.Parse($$$"""{"PK":{"S":"{{{page}}}"}}""").RootElement;

    private static int IndexOf(JsonElement key) => int.Parse(key.GetProperty("PK").GetProperty("S").GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    private sealed class Scanner(ScannedTable table, ScanProgress scan, RunCounters counters)
    {
        private readonly List<(MigratingItem Item, int Segment, int Page, int Number)> pending = [];
        private SegmentProgress? segment;
        private int next;

        public void Step()
        {
            if (pending.Count > 0 && table.random.Next(3) > 0)
                Settle();
            else if (segment is not null || (segment = scan.TakeSegment()) is not null)
                ReadPage(segment);
            else if (pending.Count > 0)
                Settle();
        }

        private void ReadPage(SegmentProgress from)
        {
            if (next == 0 && from.StartKey is { } key)
                next = IndexOf(JsonDocument.Parse(key).RootElement) + 1;
            var page = (from.Segment, next);
            if (table.done.Contains(page))
                throw new InvalidOperationException($"Page {page} was durably done and is read again.");
            table.Visited.Add(page);
            var isLast = next == table.pages[from.Segment].Length - 1;
            var progress = from.Begin(isLast ? null : Encoding.UTF8.GetBytes(KeyAfter(next).GetRawText()));
            for (var number = 0; number < table.pages[from.Segment][next]; number++)
            {
                if (table.gone.Contains((from.Segment, next, number)))
                    continue;
                counters.Count(RunCount.Scanned, progress);
                counters.CountCandidate(FamilyOf(from.Segment, number), progress);
                progress.Hold();
                var source = ItemText.Parse($$$"""{"PK":{"S":"{{{FamilyOf(from.Segment, number)}}}{{{number}}}"}}""");
                pending.Add((new MigratingItem(source, default, null!, progress), from.Segment, next, number));
            }

            progress.Release();
            (segment, next) = isLast ? (null, 0) : (from, next + 1);
        }

        private void Settle()
        {
            var index = table.random.Next(pending.Count);
            var (item, number, page, place) = pending[index];
            pending.RemoveAt(index);
            if (IsConflict(number, page, place))
            {
                counters.Settle(item, new DdbItemReport(DdbItemReason.Conflict, $"{number}/{page}/{place}", null, [], ""));
                return;
            }

            if (table.deletes)
                table.gone.Add((number, page, place));
            counters.Settle(item, table.deletes ? RunCount.Deleted : RunCount.Written);
        }
    }
}
