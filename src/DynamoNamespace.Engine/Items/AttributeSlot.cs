using System.Runtime.InteropServices;

namespace DynamoNamespace.Engine.Items;

/// <summary>Where one top-level attribute stands in its block: the name without its quotes, and the value with its type.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AttributeSlot(int NameStart, int NameLength, int ValueStart, int ValueLength);
