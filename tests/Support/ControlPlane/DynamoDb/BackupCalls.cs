using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.DynamoDb;

/// <summary>
/// Continuous and on-demand backups, as far as they are described and switched.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContinuousBackups.html
/// </summary>
internal sealed class BackupCalls(ControlPlaneOptions options, Func<string, string, CancellationToken, Task<JsonObject>> describe)
{
    private readonly ConcurrentDictionary<string, PointInTimeRecovery> _recoveries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Backup> _backups = new(StringComparer.Ordinal);

    public bool Knows(string action) => action is "DescribeContinuousBackups" or "UpdateContinuousBackups"
        or "CreateBackup" or "DescribeBackup" or "ListBackups" or "DeleteBackup";

    public Task<JsonObject> AnswerAsync(AwsRequest request, CancellationToken cancellationToken) => request.Action switch
    {
        "DescribeContinuousBackups" => DescribeContinuousAsync(request, cancellationToken),
        "UpdateContinuousBackups" => UpdateContinuousAsync(request, cancellationToken),
        "CreateBackup" => CreateAsync(request, cancellationToken),
        "DescribeBackup" => Task.FromResult(new JsonObject { ["BackupDescription"] = Describe(Get(request)) }),
        "DeleteBackup" => Task.FromResult(Delete(request)),
        _ => Task.FromResult(List(request)),
    };

    private async Task<JsonObject> DescribeContinuousAsync(AwsRequest request, CancellationToken cancellationToken) =>
        Continuous(TableId(await TableAsync(request, cancellationToken)));

    private async Task<JsonObject> UpdateContinuousAsync(AwsRequest request, CancellationToken cancellationToken)
    {
        var id = TableId(await TableAsync(request, cancellationToken));
        var specification = request.Json()["PointInTimeRecoverySpecification"]?.AsObject()
            ?? throw new AwsException("ValidationException", "1 validation error detected: Value null at 'pointInTimeRecoverySpecification' failed to satisfy constraint: Member must not be null");
        var days = specification["RecoveryPeriodInDays"]?.GetValue<int>() ?? PointInTimeRecovery.DefaultDays;
        if (days is < 1 or > PointInTimeRecovery.DefaultDays)
            throw new AwsException("ValidationException", $"1 validation error detected: Value '{days}' at 'pointInTimeRecoverySpecification.recoveryPeriodInDays' failed to satisfy constraint: Member must have value less than or equal to 35");
        if (specification["PointInTimeRecoveryEnabled"]!.GetValue<bool>())
            _recoveries.AddOrUpdate(id, new PointInTimeRecovery(DateTimeOffset.UtcNow, days), (_, before) => before with { Days = days });
        else
            _recoveries.TryRemove(id, out _);
        return Continuous(id);
    }

    private JsonObject Continuous(string tableId)
    {
        var recovery = _recoveries.GetValueOrDefault(tableId);
        var description = new JsonObject { ["PointInTimeRecoveryStatus"] = recovery is null ? "DISABLED" : "ENABLED" };
        if (recovery is not null)
        {
            description["RecoveryPeriodInDays"] = recovery.Days;
            description["EarliestRestorableDateTime"] = Seconds(recovery.Since);
            description["LatestRestorableDateTime"] = Seconds(DateTimeOffset.UtcNow);
        }

        // Continuous backups are enabled on every table when it is made; point-in-time recovery is what is switched.
        return new JsonObject
        {
            ["ContinuousBackupsDescription"] = new JsonObject { ["ContinuousBackupsStatus"] = "ENABLED", ["PointInTimeRecoveryDescription"] = description },
        };
    }

    private async Task<JsonObject> CreateAsync(AwsRequest request, CancellationToken cancellationToken)
    {
        var table = await TableAsync(request, cancellationToken);
        var now = DateTimeOffset.UtcNow;
        var arn = $"{table["TableArn"]!.GetValue<string>()}/backup/{now.ToUnixTimeMilliseconds():00000000000000}-{Guid.NewGuid().ToString("n")[..8]}";
        var name = request.Json()["BackupName"]?.GetValue<string>()
            ?? throw new AwsException("ValidationException", "1 validation error detected: Value null at 'backupName' failed to satisfy constraint: Member must not be null");
        return new JsonObject { ["BackupDetails"] = Details(_backups[arn] = new Backup(arn, name, table, now)) };
    }

    private JsonObject Delete(AwsRequest request)
    {
        var backup = Get(request);
        _backups.TryRemove(backup.Arn, out _);
        var description = Describe(backup);
        description["BackupDetails"]!["BackupStatus"] = "DELETED";
        return new JsonObject { ["BackupDescription"] = description };
    }

    private JsonObject List(AwsRequest request)
    {
        var body = request.Json();
        var table = body["TableName"]?.GetValue<string>();
        var limit = body["Limit"]?.GetValue<int>() ?? 100;
        var from = body["ExclusiveStartBackupArn"]?.GetValue<string>();
        var found = _backups.Values.Where(backup => (table is null || backup.TableName == table) && string.CompareOrdinal(backup.Arn, from) > 0)
            .OrderBy(backup => backup.Arn, StringComparer.Ordinal).ToList();
        var answer = new JsonObject { ["BackupSummaries"] = new JsonArray([.. found.Take(limit).Select(Summary)]) };
        if (found.Count > limit)
            answer["LastEvaluatedBackupArn"] = found[limit - 1].Arn;
        return answer;
    }

    private Backup Get(AwsRequest request)
    {
        var arn = request.Json()["BackupArn"]?.GetValue<string>() ?? "";
        return _backups.GetValueOrDefault(arn) ?? throw new AwsException("BackupNotFoundException", $"Backup not found: {arn}");
    }

    private async Task<JsonObject> TableAsync(AwsRequest request, CancellationToken cancellationToken)
    {
        var name = request.Json()["TableName"]?.GetValue<string>() ?? "";
        try
        {
            return await describe(request.Region, name, cancellationToken);
        }
        catch (AwsException e) when (e.Code == "ResourceNotFoundException")
        {
            throw new AwsException("TableNotFoundException", $"Table not found: {name}");
        }
    }

    private JsonObject Describe(Backup backup) => new()
    {
        ["BackupDetails"] = Details(backup),
        ["SourceTableDetails"] = new JsonObject
        {
            ["TableName"] = backup.TableName,
            ["TableId"] = TableId(backup.Table),
            ["TableArn"] = backup.Table["TableArn"]!.DeepClone(),
            ["TableSizeBytes"] = backup.Table["TableSizeBytes"]?.DeepClone(),
            ["KeySchema"] = backup.Table["KeySchema"]!.DeepClone(),
            ["TableCreationDateTime"] = backup.Table["CreationDateTime"]!.DeepClone(),
            ["ProvisionedThroughput"] = new JsonObject { ["ReadCapacityUnits"] = 0, ["WriteCapacityUnits"] = 0 },
            ["ItemCount"] = backup.Table["ItemCount"]?.DeepClone(),
            ["BillingMode"] = "PAY_PER_REQUEST",
        },
    };

    private JsonObject Details(Backup backup) => new()
    {
        ["BackupArn"] = backup.Arn,
        ["BackupName"] = backup.Name,
        ["BackupSizeBytes"] = backup.Table["TableSizeBytes"]?.DeepClone(),
        ["BackupStatus"] = Status(backup),
        ["BackupType"] = "USER",
        ["BackupCreationDateTime"] = Seconds(backup.CreatedAt),
    };

    private JsonObject Summary(Backup backup)
    {
        var summary = Details(backup);
        summary["TableName"] = backup.TableName;
        summary["TableId"] = TableId(backup.Table);
        summary["TableArn"] = backup.Table["TableArn"]!.DeepClone();
        return summary;
    }

    private string Status(Backup backup) => DateTimeOffset.UtcNow < backup.CreatedAt + options.Step ? "CREATING" : "AVAILABLE";

    // A table of the same name that is made later is another table, without what this one had.
    private static string TableId(JsonObject table) => table["TableId"]!.GetValue<string>();

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;
}
