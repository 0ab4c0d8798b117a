using System.Globalization;
using System.Text.Json.Serialization;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.CatchUp;

/// <summary>A change whose copy could not be judged when it was read, or a note that a copy was in step.</summary>
/// <param name="Source">The old item's key, in DynamoDB JSON.</param>
/// <param name="Target">The copy's key, in DynamoDB JSON.</param>
/// <param name="BeginsAbsent">Whether the old item was not there before or in between, so that its copy may be absent.</param>
/// <param name="IsExpiry">Whether it is gone because it had expired.</param>
/// <param name="States">The digests of what it has mapped to.</param>
/// <param name="IsInStep">Whether the copy was seen in step, so that nothing waits; its states may still be put by a copy that is under way.</param>
internal sealed record PutOffChange(string Source, string Target, bool BeginsAbsent, bool IsExpiry, IReadOnlyList<string> States, bool IsInStep = false)
{
    private const string Format = "x32";

    [JsonIgnore]
    public IReadOnlySet<UInt128> StateDigests =>
        States.Select(state => UInt128.Parse(state, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToHashSet();

    /// <summary>Whether it voids what stands before, states included.</summary>
    [JsonIgnore]
    public bool IsVoid => IsInStep && States.Count == 0;

    /// <summary>What it is about. Where the mapping moves items, two old items may have the same copy, one after the other.</summary>
    [JsonIgnore]
    public (string Source, string Target) Keys => (Source, Target);

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

    /// <summary>Nothing waits of this copy any more.</summary>
    public static PutOffChange Void(CopyChange change) => Of(change) with { States = [], IsInStep = true };

    /// <summary>The copy is in step, and a copy that is under way may still put it in one of these states.</summary>
    public static PutOffChange InStep(CopyChange change) => Of(change) with { BeginsAbsent = false, IsInStep = true };

    /// <summary>This change and a later one of the same copy as one.</summary>
    public PutOffChange With(PutOffChange later) => later with
    {
        // A copy that was there and is not any more was deleted by a new client.
        BeginsAbsent = !later.IsInStep && (BeginsAbsent || later.BeginsAbsent),
        States = [.. States.Union(later.States, StringComparer.Ordinal)],
    };
}
