namespace DynamoNamespace.Engine.Items;

/// <summary>Compares items by their values. An instance keeps its buffers and serves one thread.</summary>
internal sealed class ItemComparison
{
    private readonly CanonicalItem left = new();
    private readonly CanonicalItem right = new();

    public bool AreEqual(in Item a, in Item b) =>
        a.Json.SequenceEqual(b.Json) || (a.Count == b.Count && left.Write(a).SequenceEqual(right.Write(b)));

    /// <summary>The names of the attributes that only one of the items has, or whose values differ.</summary>
    public IReadOnlyList<string> DifferingAttributes(in Item a, in Item b)
    {
        var names = new List<string>();
        for (var index = 0; index < a.Count; index++)
        {
            var other = IndexOf(b, a.RawName(index));
            if (other < 0 || !ValuesEqual(a.RawValue(index), b.RawValue(other)))
                names.Add(a.Name(index));
        }

        for (var index = 0; index < b.Count; index++)
        {
            if (IndexOf(a, b.RawName(index)) < 0)
                names.Add(b.Name(index));
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    /// <summary>Whether both items have the same value of one attribute, or neither has it.</summary>
    public bool AreEqual(in Item a, in Item b, ReadOnlySpan<byte> name)
    {
        var (inA, inB) = (a.IndexOf(name), b.IndexOf(name));
        return inA < 0 || inB < 0 ? inA == inB : ValuesEqual(a.RawValue(inA), b.RawValue(inB));
    }

    private bool ValuesEqual(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) =>
        a.SequenceEqual(b) || left.WriteSingle(a).SequenceEqual(right.WriteSingle(b));

    private static int IndexOf(in Item item, ReadOnlySpan<byte> rawName) =>
        item.IndexOf(JsonText.IsEscaped(rawName) ? System.Text.Encoding.UTF8.GetBytes(JsonText.Unescape(rawName)) : rawName);
}
