using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Bench.NullEndpoint;

/// <summary>Pages of 1 MB of items, made once and served in turn, so that answering costs the endpoint next to nothing.</summary>
internal sealed class CannedPages
{
    /// <summary>What one page of a scan holds at most, as DynamoDB counts
    /// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html#Scan.Pagination).</summary>
    public const int MaximumBytes = 1024 * 1024;

    /// <summary>More than the processor's caches hold, so that no client reads the same bytes from there again and again.</summary>
    public const int ForMeasurements = 24;

    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly ConcurrentDictionary<(int ItemBytes, int Pages), CannedPages> Made = new();

    private readonly List<Page> pages = [];
    private readonly ConcurrentDictionary<(int Page, int Items), uint> checksums = new();

    private CannedPages(IEnumerable<JsonObject> items, int count)
    {
        var page = new Page();
        foreach (var item in items)
        {
            var json = Write(item);
            using var block = new ItemBlock();
            var parsed = ItemReader.Parse(json, block);
            var size = ItemSize.Of(parsed);
            if (page.Size + size > MaximumBytes)
            {
                Close(page);
                if (pages.Count == count)
                    break;
                page = new Page();
            }

            page.Add(json, size, parsed.Count);
        }

        if (pages.Count < count)
            Close(page);
        MeanBytes = (double)pages.Sum(each => (long)each.Size) / pages.Sum(each => each.Count);
        MeanJsonBytes = (double)pages.Sum(each => (long)each.Json.Length) / pages.Sum(each => each.Count);
        MeanAttributes = (double)pages.Sum(each => each.Attributes) / pages.Sum(each => each.Count);
    }

    /// <summary>The mean size of an item as DynamoDB counts.</summary>
    public double MeanBytes { get; }

    /// <summary>The mean length of an item's JSON.</summary>
    public double MeanJsonBytes { get; }

    public double MeanAttributes { get; }

    /// <summary>So many pages of items of a size, or of the usual mixture.</summary>
    public static CannedPages Of(int itemBytes, int pages) => Made.GetOrAdd((itemBytes, pages), static wanted =>
    {
        var enough = wanted.Pages * MaximumBytes / 64;
        var items = wanted.ItemBytes == 0 ? SampleItems.Usual(enough) : SampleItems.Sized(enough, wanted.ItemBytes);
        return new CannedPages(items, wanted.Pages);
    });

    /// <summary>The first items of a page, as members of a JSON list.</summary>
    /// <param name="ordinal">Which page; they repeat.</param>
    /// <param name="wanted">How many items at most.</param>
    public (ReadOnlyMemory<byte> Json, int Items, int Size) Take(int ordinal, long wanted)
    {
        var page = pages[ordinal % pages.Count];
        var count = (int)Math.Min(wanted, page.Count);
        return (page.Json.AsMemory(0, page.Ends[count]), count, count == page.Count ? page.Size : (int)(count * MeanBytes));
    }

    /// <summary>The checksum's state after <paramref name="head"/>, which depends on the number of items only, and these items.</summary>
    public uint Checksum(int ordinal, int items, ReadOnlySpan<byte> head)
    {
        var key = (ordinal % pages.Count, items);
        if (!checksums.TryGetValue(key, out var state))
        {
            var page = pages[key.Item1];
            state = Crc32.Append(Crc32.Append(Crc32.Start, head), page.Json.AsSpan(0, page.Ends[items]));
            checksums[key] = state;
        }

        return state;
    }

    private void Close(Page page)
    {
        page.Json = page.Text.ToArray();
        page.Text.Dispose();
        pages.Add(page);
    }

    private static byte[] Write(JsonObject item)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
            item.WriteTo(json);
        return stream.ToArray();
    }

    private sealed class Page
    {
        public MemoryStream Text { get; } = new();

        public byte[] Json { get; set; } = [];

        /// <summary>Where the first so many items end.</summary>
        public List<int> Ends { get; } = [0];

        public int Count => Ends.Count - 1;

        public int Size { get; private set; }

        public long Attributes { get; private set; }

        public void Add(byte[] json, int size, int attributes)
        {
            if (Count > 0)
                Text.WriteByte((byte)',');
            Text.Write(json);
            Ends.Add((int)Text.Length);
            Size += size;
            Attributes += attributes;
        }
    }
}
