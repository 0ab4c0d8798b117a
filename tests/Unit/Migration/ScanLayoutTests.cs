using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Migration;

public sealed class ScanLayoutTests
{
    private const long Megabyte = 1024 * 1024;
    private static readonly MigrationOptions Options = new() { TableName = "limits" };

    [Theory]
    [InlineData(0, 16)]
    [InlineData(256 * Megabyte, 16)]
    [InlineData(1024 * Megabyte, 64)]
    [InlineData(1_000_000_000 * Megabyte, 1_000_000)]
    public void SegmentsFollowTheTablesSizeAndAreFarMoreThanScanners(long bytes, int segments) =>
        Assert.Equal(new ScanLayout(segments, Scanners: 4, Writers: 16, PageLimit: null, BatchSize: 25), Layout(Options, bytes).ForReading());

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 1, 3)]
    [InlineData(8, 2, 8)]
    [InlineData(1000, 250, 1000)]
    public void AQuarterOfTheRequestsScan(int limit, int scanners, int writers)
    {
        var layout = Layout(Options with { ThrottleLimit = limit }, 0);
        Assert.Equal((scanners, writers, scanners * 4), (layout.Scanners, layout.Writers, layout.TotalSegments));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(1_000_000, 4)]
    public void SegmentsThatWereAskedForAreTakenAndNoScannerIsIdle(int segments, int scanners)
    {
        var layout = Layout(Options with { TotalSegments = segments }, 5000 * Megabyte);
        Assert.Equal((segments, scanners), (layout.TotalSegments, layout.Scanners));
    }

    [Theory]
    [InlineData(10, 1024, 80)]
    [InlineData(10, 0, 80)]
    [InlineData(1, 400 * 1024, 1)]
    [InlineData(0.01, 1024, 1)]
    [InlineData(100, 100, 8192)]
    [InlineData(127, 1, 127 * 8192)]
    [InlineData(128, 1, null)]
    [InlineData(1_000_000, 100, null)]
    [InlineData(double.PositiveInfinity, 100, null)]
    public void UnderAReadLimitAPageIsASecondsWorthAndAFullPageIsNeverCut(double units, long bytesPerItem, int? limit)
    {
        var table = TestTables.Limits with { ItemCount = bytesPerItem == 0 ? 0 : 1000, SizeBytes = bytesPerItem * 1000 };
        Assert.Equal(limit, ScanLayout.For(Options with { MaxReadUnits = units }, table).ForReading().PageLimit);
        Assert.Equal(Math.Min(limit ?? 1000, 1000), ScanLayout.For(Options with { MaxReadUnits = units }, table).PageLimit);
        Assert.Equal(25, ScanLayout.For(Options with { MaxReadUnits = units }, table).BatchSize);
    }

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(4, 1)]
    [InlineData(40, 10)]
    [InlineData(100, 25)]
    [InlineData(5000, 25)]
    public void UnderAWriteLimitABatchIsAQuarterOfASecondsWorth(double units, int size)
    {
        var layout = Layout(Options with { MaxWriteUnits = units }, 0);
        Assert.Equal(size, layout.BatchSize);
        Assert.Equal(1000, layout.PageLimit);
    }

    public static TheoryData<string, MigrationOptions> IllegalLimits() => new()
    {
        { "TotalSegments is 0, and it must be from 1 to 1,000,000", Options with { TotalSegments = 0 } },
        { "TotalSegments is 1000001, and it must be from 1 to 1,000,000", Options with { TotalSegments = 1_000_001 } },
        { "ThrottleLimit is 0, and it must be from 1 to 1,000", Options with { ThrottleLimit = 0 } },
        { "ThrottleLimit is 1001, and it must be from 1 to 1,000", Options with { ThrottleLimit = 1001 } },
        { "MaxReadUnits is 0, and it must be above 0", Options with { MaxReadUnits = 0 } },
        { "MaxReadUnits is NaN, and it must be above 0", Options with { MaxReadUnits = double.NaN } },
        { "MaxWriteUnits is -1.5, and it must be above 0", Options with { MaxWriteUnits = -1.5 } },
        { "MaxWriteUnits is NaN, and it must be above 0", Options with { MaxWriteUnits = double.NaN } },
    };

    [Theory]
    [MemberData(nameof(IllegalLimits))]
    public void AnIllegalLimitIsNamedWithWhatIsLegal(string message, MigrationOptions options)
    {
        var error = Assert.Throws<DdbException>(() => Layout(options, 0));
        Assert.Equal(("InvalidLimit", DdbErrorKind.InvalidArgument), (error.ErrorId, error.Kind));
        Assert.Equal(message.Split(' ')[0], error.Target);
        Assert.Equal(message + ". Nothing was read or changed.", error.Message);
    }

    private static ScanLayout Layout(MigrationOptions options, long bytes) => ScanLayout.For(options, TestTables.Limits with { SizeBytes = bytes });
}
