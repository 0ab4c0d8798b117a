using System.Buffers;
using System.Text;

namespace DynamoNamespace.Engine.Items;

/// <summary>
/// The bytes and the attribute index of many items: a scanned page, a batch of mapped items.
/// Items refer to their block by offsets, so the block may grow while it is filled.
/// Disposing it gives its buffers back; no item of it may be read afterwards.
/// </summary>
internal sealed class ItemBlock : IBufferWriter<byte>, IDisposable
{
    private byte[] bytes;
    private int length;
    private AttributeSlot[] slots;
    private int slotCount;

    public ItemBlock(int byteCapacity = 4096, int slotCapacity = 64)
    {
        bytes = ArrayPool<byte>.Shared.Rent(byteCapacity);
        slots = ArrayPool<AttributeSlot>.Shared.Rent(slotCapacity);
    }

    public int Length => length;

    public int SlotCount => slotCount;

    public ReadOnlySpan<byte> Bytes(int start, int count) => bytes.AsSpan(start, count);

    public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, length);

    public AttributeSlot Slot(int index) => slots[index];

    public ReadOnlySpan<AttributeSlot> Slots(int start, int count) => slots.AsSpan(start, count);

    public void AddSlot(AttributeSlot slot)
    {
        if (slotCount == slots.Length)
            slots = Grow(slots, slotCount, slotCount + 1);
        slots[slotCount++] = slot;
    }

    public void Append(ReadOnlySpan<byte> source)
    {
        source.CopyTo(GetSpan(source.Length));
        length += source.Length;
    }

    /// <summary>Appends a text in UTF-8, as it is.</summary>
    public void Append(string text) =>
        Advance(Encoding.UTF8.GetBytes(text, GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));

    public void Append(byte value)
    {
        GetSpan(1)[0] = value;
        length++;
    }

    /// <summary>Takes back what was appended after the given state, for an item that turned out not to be wanted.</summary>
    public void Truncate(int byteLength, int slots)
    {
        length = byteLength;
        slotCount = slots;
    }

    public void Clear() => Truncate(0, 0);

    public void Advance(int count) => length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return bytes.AsMemory(length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return bytes.AsSpan(length);
    }

    public void Dispose()
    {
        if (bytes.Length == 0)
            return;
        ArrayPool<byte>.Shared.Return(bytes);
        ArrayPool<AttributeSlot>.Shared.Return(slots);
        bytes = [];
        slots = [];
        Clear();
    }

    private void Ensure(int sizeHint)
    {
        var needed = length + Math.Max(sizeHint, 1);
        if (needed > bytes.Length)
            bytes = Grow(bytes, length, needed);
    }

    private static T[] Grow<T>(T[] full, int used, int needed)
    {
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(needed, full.Length * 2));
        full.AsSpan(0, used).CopyTo(larger);
        ArrayPool<T>.Shared.Return(full);
        return larger;
    }
}
