using System.Text;

namespace DynamoNamespace.Engine.Items;

/// <summary>A top-level attribute's name in the forms that items and requests need. Two are equal when their texts are.</summary>
internal sealed record AttributeName(string Text)
{
    public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(Text);

    /// <summary>As it stands between quotes in JSON.</summary>
    public byte[] Raw { get; } = JsonText.Escape(Text);

    // A record would compare the bytes by reference.
    public bool Equals(AttributeName? other) => string.Equals(Text, other?.Text, StringComparison.Ordinal);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;
}
