using System.Buffers.Binary;
using System.Buffers.Text;
using System.Runtime.InteropServices;
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

    /// <summary>Where the elements of the item and of the maps and sets around the present place stand, the innermost's last.</summary>
    private readonly List<Element> elements = [];
    private readonly AttributeOrder order = new();
    private readonly Comparison<Element> byBytes;

    public CanonicalItem() => byBytes = (a, b) => bytes.AsSpan(a.From, a.Length).SequenceCompareTo(bytes.AsSpan(b.From, b.Length));

    /// <summary>The canonical bytes of an item. They stand until the next call.</summary>
    public ReadOnlySpan<byte> Write(in Item item)
    {
        Begin();
        if (order.TryFind(item))
        {
            foreach (var index in order.Indexes)
                WriteAttribute(item, index);
        }
        else
        {
            for (var index = 0; index < item.Count; index++)
                AddAttribute(item, index);
            Sort(0, 0);
        }

        return bytes.AsSpan(0, length);
    }

    /// <summary>The canonical bytes of one attribute value. They stand until the next call.</summary>
    public ReadOnlySpan<byte> WriteSingle(ReadOnlySpan<byte> json)
    {
        Begin();
        var reader = JsonText.Reader(json);
        WriteValue(ref reader);
        return bytes.AsSpan(0, length);
    }

    /// <summary>A 128-bit digest that equal items share: the first half of the SHA-256 of the canonical form.</summary>
    public UInt128 Digest(in Item item) => Digest(Write(item));

    /// <summary>The digest of an item that has just one or two attributes of this one.</summary>
    public UInt128 Digest(in Item item, int first, int? second)
    {
        Begin();
        AddAttribute(item, first);
        if (second is { } other)
            AddAttribute(item, other);
        Sort(0, 0);
        return Digest(bytes.AsSpan(0, length));
    }

    public static UInt128 Digest(ReadOnlySpan<byte> canonical)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(canonical, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    private void Begin()
    {
        length = 0;
        elements.Clear();
    }

    private void AddAttribute(in Item item, int index)
    {
        var from = length;
        WriteAttribute(item, index);
        elements.Add(new Element(from, length - from));
    }

    private void WriteAttribute(in Item item, int index)
    {
        WriteText(item.RawName(index));
        var value = item.RawValue(index);
        switch (item.Slots[index].Plain)
        {
            case AttributeType.S:
                Put((byte)AttributeType.S);
                WriteText(PlainText(value));
                break;
            case AttributeType.N:
                Put((byte)AttributeType.N);
                WriteNumber(PlainText(value));
                break;
            default:
                var reader = JsonText.Reader(value);
                WriteValue(ref reader);
                break;
        }
    }

    private static ReadOnlySpan<byte> PlainText(ReadOnlySpan<byte> value) => value[AttributeValue.PlainOpening..^AttributeValue.PlainClosing];

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
        var first = elements.Count;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var from = length;
            WriteText(reader.ValueSpan);
            reader.Read();
            WriteValue(ref reader);
            elements.Add(new Element(from, length - from));
        }

        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), elements.Count - first);
        Sort(first, at + sizeof(int));
    }

    private void WriteSet(ref Utf8JsonReader reader, AttributeType type)
    {
        var at = Reserve();
        var first = elements.Count;
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            var from = length;
            if (type == AttributeType.NS)
                WriteNumber(reader.ValueSpan);
            else if (type == AttributeType.BS)
                WriteBinary(reader.ValueSpan);
            else
                WriteText(reader.ValueSpan);
            elements.Add(new Element(from, length - from));
        }

        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), elements.Count - first);
        Sort(first, at + sizeof(int));
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

    /// <summary>Puts the elements from one on, which stand from a place to the end, into their order, and is done with them.</summary>
    private void Sort(int first, int from)
    {
        var sorted = CollectionsMarshal.AsSpan(elements)[first..];
        if (!IsSorted(sorted))
        {
            sorted.Sort(byBytes);
            if (spare.Length < length)
                spare = new byte[bytes.Length];
            var at = 0;
            foreach (var element in sorted)
            {
                bytes.AsSpan(element.From, element.Length).CopyTo(spare.AsSpan(at));
                at += element.Length;
            }

            spare.AsSpan(0, at).CopyTo(bytes.AsSpan(from));
        }

        elements.RemoveRange(first, elements.Count - first);
    }

    private bool IsSorted(ReadOnlySpan<Element> sorted)
    {
        for (var index = 1; index < sorted.Length; index++)
        {
            if (byBytes(sorted[index - 1], sorted[index]) > 0)
                return false;
        }

        return true;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Element(int From, int Length);
}
