using System.Text;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Conflicts;

/// <summary>Tells by its two keys whether two records are of one conflict, however the keys are spelled. An instance serves one thread.</summary>
internal sealed class ConflictDigest : IDisposable
{
    private readonly CanonicalItem canonical = new();
    private readonly ItemBlock scratch = new(1024, 8);

    /// <exception cref="System.Text.Json.JsonException">A key is no DynamoDB JSON.</exception>
    public UInt128 Of(string? sourceKeyJson, string? targetKeyJson) =>
        CanonicalItem.Digest(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{OfKey(sourceKeyJson):x32}/{OfKey(targetKeyJson):x32}")));

    public void Dispose() => scratch.Dispose();

    private UInt128 OfKey(string? json)
    {
        if (string.IsNullOrEmpty(json))
            return UInt128.Zero;
        scratch.Clear();
        return canonical.Digest(ItemReader.Parse(Encoding.UTF8.GetBytes(json), scratch));
    }
}
