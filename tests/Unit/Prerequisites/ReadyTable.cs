using System.Globalization;
using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Prerequisites;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Unit.Migration;
using DynamoNamespace.Tests.Unit.RateControl;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Prerequisites;

/// <summary>A table that is ready for its migration, in an account whose caller may do everything; tests take something away.</summary>
internal sealed class ReadyTable : IDisposable
{
    public const string Name = "my-app";
    public const string Arn = "arn:aws:dynamodb:us-east-1:123456789012:table/my-app";
    public const string Role = "arn:aws:iam::123456789012:role/ops/migrator";
    public const string StackNotThere = "<ErrorResponse><Error><Code>ValidationError</Code><Message>Stack with id my-app does not exist</Message></Error></ErrorResponse>";

    /// <summary>The checks' clock stands still at 2025-06-15T10:30Z.</summary>
    public const long Now = 1_749_983_400;

    public ReadyTable()
    {
        Table = new JsonObject
        {
            ["TableName"] = Name,
            ["TableArn"] = Arn,
            ["TableId"] = "id-1",
            ["TableStatus"] = "ACTIVE",
            ["CreationDateTime"] = Now - 1_000_000,
            ["ItemCount"] = 10,
            ["DeletionProtectionEnabled"] = true,
            ["BillingModeSummary"] = new JsonObject { ["BillingMode"] = "PAY_PER_REQUEST" },
            ["WarmThroughput"] = new JsonObject { ["ReadUnitsPerSecond"] = 12_000, ["WriteUnitsPerSecond"] = 4_000 },
            ["StreamSpecification"] = new JsonObject { ["StreamEnabled"] = true, ["StreamViewType"] = "NEW_AND_OLD_IMAGES" },
            ["LatestStreamArn"] = Arn + "/stream/2025-06-01T00:00:00.000",
            ["AttributeDefinitions"] = new JsonArray([.. new[] { "PK", "SK", "GSI4PK", "GSI4SK" }.Select(name => new JsonObject { ["AttributeName"] = name, ["AttributeType"] = "S" })]),
            ["KeySchema"] = Key("PK", "SK"),
            ["GlobalSecondaryIndexes"] = new JsonArray(new JsonObject
            {
                ["IndexName"] = "GSI4", ["IndexStatus"] = "ACTIVE", ["ItemCount"] = 7,
                ["KeySchema"] = Key("GSI4PK", "GSI4SK"),
                ["Projection"] = new JsonObject { ["ProjectionType"] = "KEYS_ONLY" },
            }),
        };
        Account.On("DescribeTable", _ => (200, new JsonObject { ["Table"] = Table.DeepClone() }.ToJsonString()))
            .On("DescribeContinuousBackups", Recovery("ENABLED", Now - 864_000))
            .On("ListBackups", Backups("AVAILABLE", Now - 3_600))
            .On("DescribeTimeToLive", """{"TimeToLiveDescription":{"TimeToLiveStatus":"ENABLED","AttributeName":"ttl"}}""")
            .OnTable("GetItem", request => (request["Key"]!["PK"]!["S"]!.GetValue<string>(), request["Key"]!["SK"]!["S"]!.GetValue<string>()) switch
            {
                ("_/SYSTEM#", "#NAMESPACE#default") => Registered,
                ("SYSTEM#", "#VERSION") => VersionItem,
                _ => "{}",
            })
            .On("Query", """{"Items":[]}""")
            .On("Scan", """{"Items":[]}""")
            .On("DescribeStacks", _ => (400, StackNotThere))
            .On("GetFunctionConfiguration", Function("2025-06-01T08:00:00.000+0000"))
            .On("GetCallerIdentity", Caller("arn:aws:sts::123456789012:assumed-role/migrator/session"))
            .On("GetRole", $"<R><GetRoleResult><Role><Arn>{Role}</Arn></Role></GetRoleResult></R>")
            .On("SimulatePrincipalPolicy", text => (200, Simulation(text, _ => "allowed")));
    }

    public FakeAccount Account { get; } = new();

    /// <summary>What DescribeTable tells.</summary>
    public JsonObject Table { get; }

    public string Registered { get; set; } =
        """{"Item":{"PK":{"S":"_/SYSTEM#"},"SK":{"S":"#NAMESPACE#default"},"namespace_id":{"S":"a7x3kq"},"namespace_name":{"S":"default"},"status":{"S":"active"}}}""";

    public string VersionItem { get; set; } = Version("0.9.1", "2025-06-02T00:00:00Z");

    public RecordingObserver Observer { get; } = new();

    public async Task<Dictionary<string, DdbMigrationCheck>> ChecksAsync(Func<PrerequisiteOptions, PrerequisiteOptions>? with = null)
    {
        var options = new PrerequisiteOptions { TableName = Name, Connection = Account.Connection };
        var checks = await MigrationPrerequisites.RunAsync(with?.Invoke(options) ?? options, Observer, new FakeTimeProvider(), CancellationToken.None);
        return checks.ToDictionary(check => check.Name, StringComparer.Ordinal);
    }

    /// <summary>Runs all checks, all of which but one must pass.</summary>
    public async Task<DdbMigrationCheck> OnlyAsync(string name, DdbCheckStatus status, Func<PrerequisiteOptions, PrerequisiteOptions>? with = null)
    {
        var checks = await ChecksAsync(with);
        Assert.All(checks.Values, check => Assert.Equal((check.Name, check.Name == name ? status : DdbCheckStatus.Pass), (check.Name, check.Status)));
        Assert.Equal(status == DdbCheckStatus.Pass, checks[name].Remedy is null);
        return checks[name];
    }

    public void Dispose() => Account.Dispose();

    public static string Recovery(string status, long? since)
    {
        var recovery = new JsonObject { ["PointInTimeRecoveryStatus"] = status };
        if (since is not null)
            (recovery["EarliestRestorableDateTime"], recovery["RecoveryPeriodInDays"]) = (since, 35);
        return new JsonObject { ["ContinuousBackupsDescription"] = new JsonObject { ["ContinuousBackupsStatus"] = "ENABLED", ["PointInTimeRecoveryDescription"] = recovery } }.ToJsonString();
    }

    public static string Backups(string status, long at, string tableId = "id-1") => string.Create(CultureInfo.InvariantCulture,
        $$"""{"BackupSummaries":[{"TableName":"my-app","TableId":"{{tableId}}","BackupName":"before","BackupArn":"{{Arn}}/backup/1","BackupStatus":"{{status}}","BackupCreationDateTime":{{at}}}]}""");

    public static string Version(string? lambda, string updatedAt) => new JsonObject
    {
        ["Item"] = new JsonObject
        {
            ["PK"] = new JsonObject { ["S"] = "SYSTEM#" },
            ["SK"] = new JsonObject { ["S"] = "#VERSION" },
            ["lambda_version"] = lambda is null ? new JsonObject { ["NULL"] = true } : new JsonObject { ["S"] = lambda },
            ["updated_at"] = new JsonObject { ["S"] = updatedAt },
        },
    }.ToJsonString();

    public static string Function(string changed, string? logGroup = null, string state = "Active")
    {
        var function = new JsonObject { ["FunctionName"] = "my-app-aggregator", ["State"] = state, ["LastModified"] = changed };
        if (logGroup is not null)
            function["LoggingConfig"] = new JsonObject { ["LogGroup"] = logGroup };
        return function.ToJsonString();
    }

    public static string Caller(string arn) => $"<R><GetCallerIdentityResult><Arn>{arn}</Arn><UserId>u</UserId><Account>123456789012</Account></GetCallerIdentityResult></R>";

    /// <summary>Answers each action that was asked for.</summary>
    public static string Simulation(string request, Func<string, string> decide, Func<string, string?>? missing = null) =>
        $"<R><SimulatePrincipalPolicyResult><EvaluationResults>{string.Concat(Asked(request).Select(action => $"<member><EvalActionName>{action}</EvalActionName><EvalResourceName>*</EvalResourceName><EvalDecision>{decide(action)}</EvalDecision>"
            + $"<MissingContextValues>{(missing?.Invoke(action) is { } key ? $"<member>{key}</member>" : "")}</MissingContextValues></member>"))}</EvaluationResults><IsTruncated>false</IsTruncated></SimulatePrincipalPolicyResult></R>";

    public static IEnumerable<string> Asked(string request) => request.Split('&')
        .Where(part => part.StartsWith("ActionNames.member.", StringComparison.Ordinal)).Select(part => Uri.UnescapeDataString(part.Split('=')[1]));

    private static JsonArray Key(string partition, string sort) => new(
        new JsonObject { ["AttributeName"] = partition, ["KeyType"] = "HASH" }, new JsonObject { ["AttributeName"] = sort, ["KeyType"] = "RANGE" });
}
