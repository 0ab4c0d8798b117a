using System.Runtime.InteropServices;

namespace DynamoNamespace.Engine.Items;

/// <summary>Where one top-level attribute stands in its block: the name without its quotes, and the value with its type.</summary>
/// <param name="NameStart">Where the name begins.</param>
/// <param name="NameLength">The name's length in bytes.</param>
/// <param name="ValueStart">Where the value's opening brace is.</param>
/// <param name="ValueLength">The value's length in bytes, braces included.</param>
/// <param name="Plain">S, N or B for a value such as <c>{"S":"text"}</c> without spaces, whose text so needs no search; otherwise Unknown.</param>
/// <param name="IsNamePlain">Whether the name is known to have no JSON escapes.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AttributeSlot(int NameStart, int NameLength, int ValueStart, int ValueLength, AttributeType Plain = AttributeType.Unknown, bool IsNamePlain = false)
{
    /// <summary>Where the value ends.</summary>
    public int End => ValueStart + ValueLength;

    /// <summary>Whether nothing but a quote and a colon stands between the name and the value.</summary>
    public bool IsCompact => ValueStart == NameStart + NameLength + 2;

    /// <summary>The same attribute in bytes that stand elsewhere.</summary>
    public AttributeSlot MovedBy(int distance) => this with { NameStart = NameStart + distance, ValueStart = ValueStart + distance };
}
