using System.Globalization;
using System.Text.Json.Serialization;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.CatchUp;

/// <summary>A change whose copy could not be judged when it was read.</summary>
/// <param name="Source">The old item's key, in DynamoDB JSON.</param>
/// <param name="Target">The copy's key, in DynamoDB JSON.</param>
/// <param name="BeginsAbsent">Whether the old item was not there before.</param>
/// <param name="IsExpiry">Whether it is gone because it had expired.</param>
/// <param name="States">The digests of what it has mapped to.</param>
/// <param name="IsCleared">Whether the copy was seen in step, which voids what stands before.</param>
internal sealed record PutOffChange(string Source, string Target, bool BeginsAbsent, bool IsExpiry, IReadOnlyList<string> States, bool IsCleared = false)
{
    private const string Format = "x32";

    [JsonIgnore]
    public IReadOnlySet<UInt128> StateDigests =>
        States.Select(state => UInt128.Parse(state, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToHashSet();

    [JsonIgnore]
    public UInt128 TargetDigest
    {
        get
        {
            using var block = new ItemBlock(512, 4);
            return new CanonicalItem().Digest(ItemReader.Parse(System.Text.Encoding.UTF8.GetBytes(Target), block));
        }
    }

    public static PutOffChange Of(CopyChange change) => new(
        change.SourceKey.ToString(), change.TargetKey.ToString(), change.BeginsAbsent, change.IsExpiry,
        [.. change.States.Select(state => state.ToString(Format, CultureInfo.InvariantCulture))]);

    /// <summary>This change and a later one of the same copy as one.</summary>
    public PutOffChange With(PutOffChange later) => later with
    {
        BeginsAbsent = BeginsAbsent || later.BeginsAbsent,
        States = [.. States.Union(later.States, StringComparer.Ordinal)],
    };
}
