namespace DynamoNamespace.Engine.Identity;

/// <summary>
/// The requests that tell how far a principal reaches. A transaction asks for the rights of what it is made of
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html).
/// </summary>
internal sealed class AccessProbes(TableArn table, IEnumerable<string> indexes, ProbeKeys keys)
{
    public const string Table = "Table";
    public const string Index = "Index";

    public static readonly IReadOnlyList<string> Reads = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"];
    public static readonly IReadOnlyList<string> Writes = ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"];
    public const string Query = "dynamodb:Query";
    public const string PartiQLSelect = "dynamodb:PartiQLSelect";

    private static readonly string[] OtherKeyed =
    [
        "dynamodb:BatchWriteItem", "dynamodb:ConditionCheckItem",
        PartiQLSelect, "dynamodb:PartiQLInsert", "dynamodb:PartiQLUpdate", "dynamodb:PartiQLDelete",
    ];

    /// <summary>Requests that carry the keys of several items at once.</summary>
    private static readonly string[] Batches = ["dynamodb:BatchGetItem", "dynamodb:BatchWriteItem"];

    /// <summary>Requests on the table that name no key and yet read, replace or open all its items; a condition on leading keys under ForAllValues lets them pass.</summary>
    private static readonly string[] KeylessOnTable =
    [
        "dynamodb:Scan", PartiQLSelect, "dynamodb:ExportTableToPointInTime", "dynamodb:RestoreTableToPointInTime", "dynamodb:CreateBackup",
        "dynamodb:DeleteTable", "dynamodb:PutResourcePolicy",
    ];

    private readonly IReadOnlyList<string> tableArn = [table.Text];
    private readonly IReadOnlyList<string> indexArns = [.. indexes.Select(table.Index)];

    public IEnumerable<AccessProbe> All() =>
    [
        .. Keyed(DdbAccessTarget.OwnNamespace, keys.Own),
        .. Keyed(DdbAccessTarget.Shared, keys.Shared),
        .. Keyed(DdbAccessTarget.OtherNamespace, keys.Others),
        .. Keyed(DdbAccessTarget.BareKeys, keys.Bare),
        .. KeylessOnTable.Select(action => Keyless(action, Table, tableArn)),
        .. indexArns.Count == 0 ? Array.Empty<AccessProbe>() : [Keyless("dynamodb:Scan", Index, indexArns), Keyless(PartiQLSelect, Index, indexArns)],
        Keyless("dynamodb:GetRecords", "Stream", [$"{table.Text}/stream/2025-01-01T00:00:00.000"]),
        Keyless("dynamodb:RestoreTableFromBackup", "Backup", [$"{table.Text}/backup/01700000000000-00000000"]),
    ];

    private IEnumerable<AccessProbe> Keyed(DdbAccessTarget target, IReadOnlyList<string> targetKeys)
    {
        IReadOnlyList<IReadOnlyList<string>> single = [.. targetKeys.Select(key => new[] { key })];
        foreach (var action in Reads.Concat(Writes).Concat(OtherKeyed))
            yield return new AccessProbe(action, target, Table, tableArn, Array.IndexOf(Batches, action) < 0 ? single : [.. single, .. Mixed(target, targetKeys)]);
        if (indexArns.Count == 0)
            yield break;
        yield return new AccessProbe(Query, target, Index, indexArns, single);
        yield return new AccessProbe(PartiQLSelect, target, Index, indexArns, single);
    }

    /// <summary>A batch of wanted keys holds them all; one that must not go through has a key of the namespace beside it, which ForAnyValue would be content with.</summary>
    private IEnumerable<IReadOnlyList<string>> Mixed(DdbAccessTarget target, IReadOnlyList<string> targetKeys) =>
        target is DdbAccessTarget.OwnNamespace or DdbAccessTarget.Shared
            ? [targetKeys]
            : targetKeys.SelectMany(key => new IReadOnlyList<string>[] { [keys.Own[0], key], [keys.Shared[0], key] });

    private static AccessProbe Keyless(string action, string resource, IReadOnlyList<string> arns) =>
        new(action, DdbAccessTarget.WholeTable, resource, arns, [[]]);
}
