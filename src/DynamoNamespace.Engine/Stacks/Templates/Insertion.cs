using System.Runtime.InteropServices;
using System.Text;

namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>A text that comes in at a place; nothing goes.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Insertion(int Offset, string Text)
{
    public static string Apply(string text, IEnumerable<Insertion> insertions)
    {
        var result = new StringBuilder(text.Length);
        var copied = 0;
        foreach (var insertion in insertions.OrderBy(one => one.Offset))
        {
            result.Append(text, copied, insertion.Offset - copied).Append(insertion.Text);
            copied = insertion.Offset;
        }

        return result.Append(text, copied, text.Length - copied).ToString();
    }
}
