using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace DynamoNamespace.Engine.Items;

/// <summary>
/// Writes items in the one form that all equal items share: two items are equal when their values are,
/// whatever their member order, set order, string escapes, number spelling or base64 padding bits.
/// An instance keeps its buffers and serves one thread.
/// </summary>
internal sealed class CanonicalItem
{
    private byte[] bytes = new byte[4096];
    private byte[] spare = new byte[4096];
    private int length;

    /// <summary>The canonical bytes of an item. They stand until the next call.</summary>
    public ReadOnlySpan<byte> Write(in Item item)
    {
        length = 0;
        var elements = new Elements(item.Count);
        for (var index = 0; index < item.Count; index++)
        {
            var from = length;
            WriteText(item.RawName(index));
            var reader = JsonText.Reader(item.RawValue(index));
            WriteValue(ref reader);
            elements.Add(from, length);
        }

        Sort(elements, 0);
        return bytes.AsSpan(0, length);
    }

    /// <summary>The canonical bytes of one attribute value. They stand until the next call.</summary>
    public ReadOnlySpan<byte> WriteSingle(ReadOnlySpan<byte> json)
    {
        length = 0;
        var reader = JsonText.Reader(json);
        WriteValue(ref reader);
        return bytes.AsSpan(0, length);
    }

    /// <summary>A 128-bit digest that equal items share: the first half of the SHA-256 of the canonical form.</summary>
    public UInt128 Digest(in Item item) => Digest(Write(item));

    public static UInt128 Digest(ReadOnlySpan<byte> canonical)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(canonical, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    private void WriteValue(ref Utf8JsonReader reader)
    {
        var type = AttributeValue.ReadType(ref reader);
        Put((byte)type);
        switch (type)
        {
            case AttributeType.S:
                WriteText(reader.ValueSpan);
                break;
            case AttributeType.N:
                WriteNumber(reader.ValueSpan);
                break;
            case AttributeType.B:
                WriteBinary(reader.ValueSpan);
                break;
            case AttributeType.Bool:
                Put(reader.TokenType == JsonTokenType.True ? (byte)1 : (byte)0);
                break;
            case AttributeType.Null:
                break;
            case AttributeType.L:
                WriteList(ref reader);
                break;
            case AttributeType.M:
                WriteMap(ref reader);
                break;
            default:
                WriteSet(ref reader, type);
                break;
        }

        reader.Read();
    }

    private void WriteList(ref Utf8JsonReader reader)
    {
        var at = Reserve();
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            WriteValue(ref reader);
            count++;
        }

        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), count);
    }

    private void WriteMap(ref Utf8JsonReader reader)
    {
        var at = Reserve();
        var elements = new Elements(8);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var from = length;
            WriteText(reader.ValueSpan);
            reader.Read();
            WriteValue(ref reader);
            elements.Add(from, length);
        }

        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), elements.Count);
        Sort(elements, at + sizeof(int));
    }

    private void WriteSet(ref Utf8JsonReader reader, AttributeType type)
    {
        var at = Reserve();
        var elements = new Elements(8);
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            var from = length;
            if (type == AttributeType.NS)
                WriteNumber(reader.ValueSpan);
            else if (type == AttributeType.BS)
                WriteBinary(reader.ValueSpan);
            else
                WriteText(reader.ValueSpan);
            elements.Add(from, length);
        }

        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), elements.Count);
        Sort(elements, at + sizeof(int));
    }

    private void WriteText(ReadOnlySpan<byte> raw)
    {
        var at = Reserve();
        Ensure(raw.Length);
        Finish(at, JsonText.Unescape(raw, bytes.AsSpan(length)));
    }

    private void WriteNumber(ReadOnlySpan<byte> raw)
    {
        var at = Reserve();
        if (JsonText.IsEscaped(raw))
            raw = Encoding.UTF8.GetBytes(JsonText.Unescape(raw));
        Ensure(DynamoNumber.MaximumCanonicalLength(raw.Length));
        Finish(at, DynamoNumber.WriteCanonical(raw, bytes.AsSpan(length)));
    }

    private void WriteBinary(ReadOnlySpan<byte> raw)
    {
        var at = Reserve();
        Ensure(raw.Length);
        var target = bytes.AsSpan(length);
        var written = JsonText.Unescape(raw, target);
        ClearIdleBits(target[..written]);
        if (Base64.DecodeFromUtf8InPlace(target[..written], out var decoded) != System.Buffers.OperationStatus.Done)
            throw new JsonException("A binary value is not base64.");
        Finish(at, decoded);
    }

    /// <summary>The last character before the padding has bits that stand for nothing; the platform's decoder wants them to be zero.</summary>
    private static void ClearIdleBits(Span<byte> base64)
    {
        var padding = base64.EndsWith("=="u8) ? 2 : base64.EndsWith("="u8) ? 1 : 0;
        if (padding == 0 || base64.Length <= padding)
            return;
        ref var last = ref base64[^(padding + 1)];
        var value = Alphabet.IndexOf(last);
        if (value >= 0)
            last = Alphabet[value & (padding == 2 ? 0x30 : 0x3C)];
    }

    private static ReadOnlySpan<byte> Alphabet => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8;

    private int Reserve()
    {
        Ensure(sizeof(int));
        length += sizeof(int);
        return length - sizeof(int);
    }

    private void Finish(int at, int written)
    {
        length += written;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), written);
    }

    private void Put(byte value)
    {
        Ensure(1);
        bytes[length++] = value;
    }

    private void Ensure(int more)
    {
        if (length + more > bytes.Length)
            Array.Resize(ref bytes, Math.Max(length + more, bytes.Length * 2));
    }

    private void Sort(Elements elements, int from)
    {
        var source = bytes;
        var ranges = elements.Ranges;
        Array.Sort(ranges, 0, elements.Count, Comparer<(int From, int To)>.Create((a, b) =>
            source.AsSpan(a.From..a.To).SequenceCompareTo(source.AsSpan(b.From..b.To))));
        if (spare.Length < length)
            spare = new byte[bytes.Length];
        var at = 0;
        foreach (var (start, end) in ranges.AsSpan(0, elements.Count))
        {
            bytes.AsSpan(start, end - start).CopyTo(spare.AsSpan(at));
            at += end - start;
        }

        spare.AsSpan(0, at).CopyTo(bytes.AsSpan(from));
    }

    private struct Elements(int capacity)
    {
        public (int From, int To)[] Ranges { get; private set; } = new (int, int)[capacity];

        public int Count { get; private set; }

        public void Add(int from, int to)
        {
            if (Count == Ranges.Length)
            {
                var larger = new (int, int)[Math.Max(8, Count * 2)];
                Ranges.CopyTo(larger, 0);
                Ranges = larger;
            }

            Ranges[Count++] = (from, to);
        }
    }
}
