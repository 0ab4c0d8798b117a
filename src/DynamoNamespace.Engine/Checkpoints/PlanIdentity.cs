using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Registry;

namespace DynamoNamespace.Engine.Checkpoints;

/// <summary>
/// What a run's files belong to: a plan, and the very table it is carried out on. A table that was dropped and made again, or that
/// stands behind another endpoint, is another table even under the same name.
/// </summary>
internal sealed record PlanIdentity
{
    private const int FingerprintCharacters = 12;

    public required string TableName { get; init; }

    public required string TargetTableName { get; init; }

    public required string TableId { get; init; }

    public required string TableArn { get; init; }

    public required DateTimeOffset TableCreatedAt { get; init; }

    public required string Endpoint { get; init; }

    /// <summary>The target table; null where it is the source table itself.</summary>
    public TablePlace? Target { get; init; }

    public string? Namespace { get; init; }

    public string? NamespaceId { get; init; }

    public required string Mapping { get; init; }

    public required string MappingFingerprint { get; init; }

    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>The plan's fingerprint: tables, mapping and variables. Limits are not in it, because a run may go on with others.</summary>
    public string Fingerprint => FingerprintOf(TableName, TargetTableName, MappingFingerprint, Variables);

    /// <summary>Tells these tables from others of their names.</summary>
    [JsonIgnore]
    public string TableFingerprint => Hash([.. Parts(Source), .. Target is null ? [] : Parts(Target)]);

    /// <summary>The source table.</summary>
    [JsonIgnore]
    public TablePlace Source => new(TableName, TableId, TableArn, TableCreatedAt, Endpoint);

    public static PlanIdentity Of(TablePlace source, TablePlace target, string mappingName, Mapping mapping, DdbNamespace? ns) => new()
    {
        TableName = source.Name,
        TargetTableName = target.Name,
        TableId = source.Id,
        TableArn = source.Arn,
        TableCreatedAt = source.CreatedAt,
        Endpoint = source.Endpoint,
        Target = source.IsSame(target) ? null : target,
        Namespace = ns?.Name,
        NamespaceId = ns?.NamespaceId,
        Mapping = mappingName,
        MappingFingerprint = mapping.DocumentFingerprint,
        Variables = mapping.Variables,
    };

    /// <summary>Whether this plan's table stands where the other's stood, and that one is gone.</summary>
    public bool IsMadeAgain(PlanIdentity other) =>
        string.Equals(TableName, other.TableName, StringComparison.Ordinal)
        && string.Equals(TargetTableName, other.TargetTableName, StringComparison.Ordinal)
        && string.Equals(Endpoint, other.Endpoint, StringComparison.Ordinal)
        && string.Equals(TableArn, other.TableArn, StringComparison.Ordinal)
        && string.Equals(Target?.Endpoint, other.Target?.Endpoint, StringComparison.Ordinal)
        && string.Equals(Target?.Arn, other.Target?.Arn, StringComparison.Ordinal)
        && !string.Equals(TableFingerprint, other.TableFingerprint, StringComparison.Ordinal);

    /// <summary>What this plan has otherwise than another, as whole phrases; empty where both are the same.</summary>
    public IReadOnlyList<string> DifferencesFrom(PlanIdentity other)
    {
        var differences = new List<string>();
        Compare("the table", TableName, other.TableName);
        Compare("the target table", TargetTableName, other.TargetTableName);
        Compare("the endpoint", Endpoint, other.Endpoint);
        if (Target is not null || other.Target is not null)
            Compare("the target table's endpoint", (Target ?? Source).Endpoint, (other.Target ?? other.Source).Endpoint);
        if (differences.Count == 0)
            Compare("the table's ARN", TableArn, other.TableArn);
        if (differences.Count == 0)
            Compare("the target table's ARN", (Target ?? Source).Arn, (other.Target ?? other.Source).Arn);

        if (IsMadeAgain(other))
        {
            AddIfMadeAgain("table", Source, other.Source);
            if (Target is not null && other.Target is not null)
                AddIfMadeAgain("target table", Target, other.Target);
        }

        if (!string.Equals(MappingFingerprint, other.MappingFingerprint, StringComparison.Ordinal))
            differences.Add($"the mapping is '{other.Mapping}' (fingerprint {Short(other.MappingFingerprint)}) there and '{Mapping}' (fingerprint {Short(MappingFingerprint)}) here");
        foreach (var name in Variables.Keys.Union(other.Variables.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
            Compare($"the variable '{name}'", Variables.GetValueOrDefault(name, "(none)"), other.Variables.GetValueOrDefault(name, "(none)"));
        return differences;

        void AddIfMadeAgain(string what, TablePlace here, TablePlace there)
        {
            if (!here.IsSame(there))
                differences.Add($"the {what} was made at {Time(there.CreatedAt)} (ID {there.Id}) there and at {Time(here.CreatedAt)} (ID {here.Id}) here, so it was dropped and made again");
        }

        void Compare(string what, string here, string there)
        {
            if (!string.Equals(here, there, StringComparison.Ordinal))
                differences.Add($"{what} is '{there}' there and '{here}' here");
        }
    }

    /// <summary>A plan's fingerprint.</summary>
    public static string FingerprintOf(string tableName, string targetTableName, string mappingFingerprint, IReadOnlyDictionary<string, string> variables) =>
        Hash([tableName, targetTableName, mappingFingerprint, .. Sorted(variables)]);

    private static IEnumerable<string> Parts(TablePlace place) => [place.Endpoint, place.Arn, place.Id, place.Id.Length > 0 ? "" : Time(place.CreatedAt)];

    private static IEnumerable<string> Sorted(IReadOnlyDictionary<string, string> variables) =>
        variables.OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => new[] { pair.Key, pair.Value });

    /// <summary>Each part is preceded by its length, so that no two lists of parts are the same text.</summary>
    private static string Hash(IEnumerable<string> parts)
    {
        var text = string.Concat(parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Length}:{part}")));
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..FingerprintCharacters].ToLowerInvariant();
    }

    private static string Short(string fingerprint) => fingerprint[..Math.Min(FingerprintCharacters, fingerprint.Length)];

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
