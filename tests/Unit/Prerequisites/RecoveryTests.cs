using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Prerequisites;
using DynamoNamespace.Tests.Unit.Aws;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Prerequisites;

/// <summary>Turning point-in-time recovery on, and making backups.</summary>
[Collection(ConnectionCollection.Name)]
public sealed class RecoveryTests : IDisposable
{
    private readonly FakeAccount account = new();

    public void Dispose() => account.Dispose();

    [Fact]
    public async Task RecoveryThatIsOffIsTurnedOn()
    {
        account.On("DescribeContinuousBackups", ReadyTable.Recovery("DISABLED", null)).On("UpdateContinuousBackups", ReadyTable.Recovery("ENABLED", ReadyTable.Now));
        var recovery = await EnableAsync(null);
        Assert.Equal(("my-app", "ENABLED", true, 35), (recovery.TableName, recovery.Status, recovery.IsChanged, recovery.RecoveryPeriodInDays));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(ReadyTable.Now), recovery.EarliestRestorableTime);
        Assert.DoesNotContain("RecoveryPeriodInDays", Assert.Single(account.RequestsOf("UpdateContinuousBackups")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(35, false)]
    [InlineData(7, true)]
    public async Task RecoveryThatIsOnIsChangedOnlyWhereItIsToReachAnotherWay(int? days, bool isChanged)
    {
        account.On("DescribeContinuousBackups", ReadyTable.Recovery("ENABLED", ReadyTable.Now)).On("UpdateContinuousBackups", ReadyTable.Recovery("ENABLED", ReadyTable.Now));
        Assert.Equal(isChanged, (await EnableAsync(days)).IsChanged);
        Assert.Equal(isChanged ? 1 : 0, account.RequestsOf("UpdateContinuousBackups").Count);
    }

    [Theory]
    [InlineData("ContinuousBackupsUnavailableException", "ContinuousBackupsUnavailable")]
    [InlineData("TableNotFoundException", "TableNotFound")]
    [InlineData("AccessDeniedException", "AccessDenied")]
    [InlineData("UnknownOperationException", "NotOffered")]
    public async Task WhatIsRefusedSaysWhatToDo(string code, string errorId)
    {
        account.On("DescribeContinuousBackups", ReadyTable.Recovery("DISABLED", null)).Refuse("UpdateContinuousBackups", code);
        Assert.Equal(errorId, (await Assert.ThrowsAsync<DdbException>(() => EnableAsync(null))).ErrorId);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(36)]
    public async Task AnImpossiblePeriodIsRefused(int days)
    {
        Assert.Equal("InvalidRecoveryPeriod", (await Assert.ThrowsAsync<DdbException>(() => EnableAsync(days))).ErrorId);
        Assert.Empty(account.RequestsOf("DescribeContinuousBackups"));
    }

    [Fact]
    public async Task ABackupIsWaitedForUntilItIsAvailable()
    {
        var left = 2;
        account.On("CreateBackup", $$"""{"BackupDetails":{{Details("CREATING")}}}""")
            .On("DescribeBackup", _ => (200, $$$"""{"BackupDescription":{"BackupDetails":{{{Details(left-- > 0 ? "CREATING" : "AVAILABLE")}}}}}"""));
        var heard = new List<string>();
        var backup = await MigrationBackups.CreateAsync(account.Connection, "my-app", "before", wait: true, now => heard.Add(now.Status), TimeSpan.FromMilliseconds(1), CancellationToken.None);
        Assert.Equal(("my-app", "before", "AVAILABLE", 123L), (backup.TableName, backup.BackupName, backup.Status, backup.SizeBytes));
        Assert.Equal(["CREATING", "CREATING", "CREATING", "AVAILABLE"], heard);
    }

    [Fact]
    public async Task ABackupNeedNotBeWaitedFor()
    {
        account.On("CreateBackup", $$"""{"BackupDetails":{{Details("CREATING")}}}""");
        Assert.Equal("CREATING", (await CreateAsync("before", wait: false)).Status);
        Assert.Empty(account.RequestsOf("DescribeBackup"));
    }

    [Fact]
    public async Task AnErrorWhileWaitingSaysThatTheBackupWasBegun()
    {
        account.On("CreateBackup", $$"""{"BackupDetails":{{Details("CREATING")}}}""").Refuse("DescribeBackup", "AccessDeniedException");
        Assert.Contains("'before' was begun", (await Assert.ThrowsAsync<DdbException>(() => CreateAsync("before", wait: true))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BackupInUseException", "TableBusy")]
    [InlineData("TableInUseException", "TableBusy")]
    [InlineData("ContinuousBackupsUnavailableException", "TableBusy")]
    [InlineData("TableNotFoundException", "TableNotFound")]
    [InlineData("UnknownOperationException", "NotOffered")]
    public async Task ABackupThatIsRefusedSaysWhatToDo(string code, string errorId)
    {
        account.Refuse("CreateBackup", code);
        Assert.Equal(errorId, (await Assert.ThrowsAsync<DdbException>(() => CreateAsync(null, wait: true))).ErrorId);
    }

    [Fact]
    public async Task ABackupThatIsDeletedMeanwhileIsNotWaitedForWithoutEnd()
    {
        account.On("CreateBackup", $$"""{"BackupDetails":{{Details("CREATING")}}}""").Refuse("DescribeBackup", "BackupNotFoundException");
        Assert.Equal("BackupDeleted", (await Assert.ThrowsAsync<DdbException>(() => CreateAsync(null, wait: true))).ErrorId);
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("a b c")]
    [InlineData("täglich")]
    public async Task AnImpossibleNameIsRefused(string name)
    {
        Assert.Equal("InvalidBackupName", (await Assert.ThrowsAsync<DdbException>(() => CreateAsync(name, wait: true))).ErrorId);
        Assert.Empty(account.RequestsOf("CreateBackup"));
    }

    [Theory]
    [InlineData("my-app", "my-app-before-migration-20250615-103000")]
    [InlineData(null, null)]
    public void ABackupIsNamedAfterTheTableAndTheTime(string? tableName, string? expected)
    {
        var name = MigrationBackups.NameFor(tableName ?? new string('t', 255), DateTimeOffset.FromUnixTimeSeconds(ReadyTable.Now));
        Assert.Equal(expected ?? new string('t', 222) + "-before-migration-20250615-103000", name);
        Assert.True(name.Length <= 255);
    }

    private Task<DdbPointInTimeRecovery> EnableAsync(int? days) => PointInTimeRecovery.EnableAsync(account.Connection, "my-app", days, CancellationToken.None);

    private Task<DdbMigrationBackup> CreateAsync(string? name, bool wait) =>
        MigrationBackups.CreateAsync(account.Connection, "my-app", name, wait, null, TimeSpan.FromMilliseconds(1), CancellationToken.None);

    private static string Details(string status) =>
        $$"""{"BackupArn":"{{ReadyTable.Arn}}/backup/01750000000000-00000000","BackupName":"before","BackupStatus":"{{status}}","BackupType":"USER","BackupSizeBytes":123,"BackupCreationDateTime":1749983400}""";
}
