using System.Runtime.InteropServices;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Aws;

/// <summary>
/// A change of some attributes of one item, on the condition that the item is there and some of its attributes are as they were read. Attributes that it
/// does not name may change meanwhile, and are left as they are.
/// </summary>
/// <param name="Current">The item as it was read.</param>
/// <param name="Next">What the changed attributes become: an attribute that it does not have is taken away.</param>
/// <param name="Changed">The attributes that are written. None is of the key.</param>
/// <param name="Guarded">The attributes that must be as in <paramref name="Current"/>, or absent as there.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ItemUpdate(Item Current, Item Next, IReadOnlyList<AttributeName> Changed, IReadOnlyList<AttributeName> Guarded);
