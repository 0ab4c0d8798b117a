using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Unit.Aws;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Prerequisites;

/// <summary>What the checks say of the table itself.</summary>
[Collection(ConnectionCollection.Name)]
public sealed class TableCheckTests : IDisposable
{
    private readonly ReadyTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task AReadyTablePassesAllChecksInTheirOrder()
    {
        var checks = await table.ChecksAsync();

        Assert.Equal(
            "TableActive PointInTimeRecovery RecentBackup DeletionProtection NamespaceIndex StreamView TimeToLive GlobalTable NamespaceRegistered Capacity AggregatorVersion CallerRights",
            string.Join(' ', checks.Keys));
        Assert.All(checks.Values, check =>
        {
            Assert.Equal((check.Name, DdbCheckStatus.Pass, null), (check.Name, check.Status, check.Remedy));
            Assert.Equal((ReadyTable.Name, "default", "a7x3kq"), (check.TableName, check.Namespace, check.NamespaceId));
        });
        Assert.Contains("2025-06-05 10:30:00Z", checks["PointInTimeRecovery"].Actual, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATING", DdbCheckStatus.Warn)]
    [InlineData("CREATING", DdbCheckStatus.Fail)]
    [InlineData("INACCESSIBLE_ENCRYPTION_CREDENTIALS", DdbCheckStatus.Fail)]
    public async Task ATableThatIsNotActiveDoesNotPass(string status, DdbCheckStatus expected)
    {
        table.Table["TableStatus"] = status;
        Assert.Equal(status, (await table.OnlyAsync("TableActive", expected)).Actual);
    }

    [Fact]
    public async Task DeletionProtectionThatIsOffIsWarnedOf()
    {
        table.Table["DeletionProtectionEnabled"] = false;
        await table.OnlyAsync("DeletionProtection", DdbCheckStatus.Warn);
    }

    [Theory]
    [InlineData("GSI4PK", "KEYS_ONLY", "CREATING", DdbCheckStatus.Warn, "CREATING")]
    [InlineData("GSI4PK", "ALL", "ACTIVE", DdbCheckStatus.Warn, "ALL")]
    [InlineData("PK", "KEYS_ONLY", "ACTIVE", DdbCheckStatus.Fail, "PK (S), GSI4SK (S)")]
    public async Task AnIndexThatIsNotAsNeededDoesNotPass(string partitionKey, string projection, string status, DdbCheckStatus expected, string actual)
    {
        var index = table.Table["GlobalSecondaryIndexes"]![0]!;
        index["KeySchema"]![0]!["AttributeName"] = partitionKey;
        index["Projection"]!["ProjectionType"] = projection;
        index["IndexStatus"] = status;
        Assert.Contains(actual, (await table.OnlyAsync("NamespaceIndex", expected)).Actual, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMissingIndexIsWarnedOf()
    {
        table.Table["GlobalSecondaryIndexes"] = new JsonArray();
        Assert.Contains("Update-DdbNamespaceStack", (await table.OnlyAsync("NamespaceIndex", DdbCheckStatus.Warn)).Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "KEYS_ONLY", "KEYS_ONLY")]
    [InlineData(false, "NEW_AND_OLD_IMAGES", "no stream")]
    public async Task AStreamWithoutBothImagesIsWarnedOf(bool isOn, string view, string actual)
    {
        table.Table["StreamSpecification"] = new JsonObject { ["StreamEnabled"] = isOn, ["StreamViewType"] = view };
        Assert.Contains(actual, (await table.OnlyAsync("StreamView", DdbCheckStatus.Warn)).Actual, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ENABLED", "expires_at")]
    [InlineData("ENABLING", "ttl")]
    [InlineData("DISABLING", "ttl")]
    [InlineData("DISABLED", null)]
    public async Task AnotherTimeToLiveIsWarnedOf(string status, string? attribute)
    {
        table.Account.On("DescribeTimeToLive", new JsonObject { ["TimeToLiveDescription"] = new JsonObject { ["TimeToLiveStatus"] = status, ["AttributeName"] = attribute } }.ToJsonString());
        Assert.Contains(status, (await table.OnlyAsync("TimeToLive", DdbCheckStatus.Warn)).Actual, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, DdbCheckStatus.Warn)]
    [InlineData("STRONG", DdbCheckStatus.Fail)]
    public async Task ReplicasInOtherRegionsAreNamed(string? consistency, DdbCheckStatus expected)
    {
        table.Table["MultiRegionConsistency"] = consistency;
        table.Table["Replicas"] = new JsonArray(
            new JsonObject { ["RegionName"] = "us-east-1", ["ReplicaStatus"] = "ACTIVE" },
            new JsonObject { ["RegionName"] = "eu-west-1", ["ReplicaStatus"] = "ACTIVE" },
            new JsonObject { ["RegionName"] = "eu-north-1", ["ReplicaStatus"] = "CREATING" });
        Assert.StartsWith("replicas in eu-west-1, eu-north-1 (CREATING)", (await table.OnlyAsync("GlobalTable", expected)).Actual, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ANamespaceThatIsNotRegisteredIsWarnedOf()
    {
        table.Registered = "{}";
        var check = await table.OnlyAsync("NamespaceRegistered", DdbCheckStatus.Warn);
        Assert.Null(check.NamespaceId);
        Assert.Contains("Register-DdbNamespace my-app default", check.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ANamespaceThatIsDeletedFails()
    {
        table.Registered = table.Registered.Replace("active", "deleted", StringComparison.Ordinal);
        Assert.Contains("Restore-DdbNamespace", (await table.OnlyAsync("NamespaceRegistered", DdbCheckStatus.Fail)).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATableThatIsNotThereEndsAllChecks()
    {
        table.Account.Refuse("DescribeTable", "ResourceNotFoundException");
        Assert.Equal("TableNotFound", (await Assert.ThrowsAsync<DdbException>(() => table.ChecksAsync())).ErrorId);
    }

    [Fact]
    public async Task AStackThatIsNotThereEndsAllChecks() =>
        Assert.Equal("StackNotFound", (await Assert.ThrowsAsync<DdbException>(() => table.ChecksAsync(o => o with { StackName = "my-app" }))).ErrorId);

    [Theory]
    [InlineData("PointInTimeRecovery", "DescribeContinuousBackups", "dynamodb:DescribeContinuousBackups")]
    [InlineData("RecentBackup", "ListBackups", "dynamodb:ListBackups")]
    [InlineData("TimeToLive", "DescribeTimeToLive", "dynamodb:DescribeTimeToLive")]
    public async Task WhatMayNotBeAskedIsUnknownAndTellsTheActionNeeded(string name, string operation, string action)
    {
        table.Account.Refuse(operation, "AccessDeniedException");
        Assert.Contains(action, (await table.OnlyAsync(name, DdbCheckStatus.Warn)).Remedy, StringComparison.Ordinal);

        table.Account.Refuse(operation, "UnknownOperationException");
        Assert.Contains(action, (await table.OnlyAsync(name, DdbCheckStatus.Warn)).Remedy, StringComparison.Ordinal);

        table.Account.Refuse(operation, "ValidationException");
        Assert.Contains("Check again", (await table.OnlyAsync(name, DdbCheckStatus.NotRun)).Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.0, null, 24)]
    [InlineData(null, double.NaN, 24)]
    [InlineData(null, null, 0)]
    public async Task ImpossiblePlansAreRefused(double? reads, double? writes, int hours) =>
        Assert.Equal("InvalidPrerequisite", (await Assert.ThrowsAsync<DdbException>(() => table.ChecksAsync(
            o => o with { MaxReadUnits = reads, MaxWriteUnits = writes, MaxBackupAge = TimeSpan.FromHours(hours) }))).ErrorId);
}
