using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Unit.Aws;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Prerequisites;

/// <summary>What the checks say of the ways back: point-in-time recovery and backups.</summary>
[Collection(ConnectionCollection.Name)]
public sealed class RecoveryCheckTests : IDisposable
{
    private readonly ReadyTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task RecoveryThatIsOffFails()
    {
        table.Account.On("DescribeContinuousBackups", ReadyTable.Recovery("DISABLED", null));
        Assert.Contains("Enable-DdbPointInTimeRecovery my-app", (await table.OnlyAsync("PointInTimeRecovery", DdbCheckStatus.Fail)).Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(ReadyTable.Now - 60)]
    public async Task RecoveryThatWasJustTurnedOnIsWarnedOf(long? since)
    {
        table.Account.On("DescribeContinuousBackups", ReadyTable.Recovery("ENABLED", since));
        await table.OnlyAsync("PointInTimeRecovery", DdbCheckStatus.Warn);
    }

    [Theory]
    [InlineData("CREATING", ReadyTable.Now - 60, "id-1", "CREATING")]
    [InlineData("AVAILABLE", ReadyTable.Now - 60, "id-of-an-older-table", "none")]
    [InlineData("AVAILABLE", ReadyTable.Now - 90_000, "id-1", "none")]
    public async Task WithoutARecentBackupOfThisTableItIsWarnedWhileRecoveryIsOn(string status, long at, string tableId, string actual)
    {
        table.Account.On("ListBackups", ReadyTable.Backups(status, at, tableId));
        var check = await table.OnlyAsync("RecentBackup", DdbCheckStatus.Warn);
        Assert.Contains(actual, check.Actual, StringComparison.Ordinal);
        Assert.Contains("New-DdbMigrationBackup my-app", check.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HowOldABackupMayBeCanBeSaid()
    {
        table.Account.On("ListBackups", ReadyTable.Backups("AVAILABLE", ReadyTable.Now - 90_000));
        await table.OnlyAsync("RecentBackup", DdbCheckStatus.Pass, o => o with { MaxBackupAge = TimeSpan.FromHours(48) });
    }

    [Fact]
    public async Task ABackupOnALaterPageIsFound()
    {
        table.Account.OnTable("ListBackups", request => request.ContainsKey("ExclusiveStartBackupArn")
            ? ReadyTable.Backups("AVAILABLE", ReadyTable.Now - 60)
            : """{"BackupSummaries":[],"LastEvaluatedBackupArn":"arn:next-page-of-the-list-of-backups-of-this-table"}""");
        await table.OnlyAsync("RecentBackup", DdbCheckStatus.Pass);
    }

    [Fact]
    public async Task WithoutBackupAndRecoveryBothFail()
    {
        table.Account.On("ListBackups", """{"BackupSummaries":[]}""").On("DescribeContinuousBackups", ReadyTable.Recovery("DISABLED", null));
        var checks = await table.ChecksAsync();
        Assert.Equal((DdbCheckStatus.Fail, DdbCheckStatus.Fail), (checks["PointInTimeRecovery"].Status, checks["RecentBackup"].Status));
    }

    [Fact]
    public async Task WithoutBackupAndWithRecoveryUnknownItIsWarned()
    {
        table.Account.On("ListBackups", """{"BackupSummaries":[]}""").Refuse("DescribeContinuousBackups", "AccessDeniedException");
        var checks = await table.ChecksAsync();
        Assert.Equal((DdbCheckStatus.Warn, DdbCheckStatus.Warn), (checks["PointInTimeRecovery"].Status, checks["RecentBackup"].Status));
    }
}
