using DynamoNamespace.Engine.Migration;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Migration;

public sealed class WriteModeTests
{
    private readonly RecordingObserver observer = new();

    [Fact]
    public void ARunLooksUntilItFindsNothingAndAgainWhereCopiesTurnUp()
    {
        var mode = new WriteMode(dryRun: false, observer);
        Assert.True(mode.LooksFirst);
        mode.Learn(looked: 25, found: 25);
        Assert.True(mode.LooksFirst);
        mode.Learn(looked: 25, found: 1);
        Assert.True(mode.LooksFirst);
        mode.Learn(looked: 25, found: 0);
        Assert.False(mode.LooksFirst);
        mode.Learn(looked: 25, found: 2);
        Assert.False(mode.LooksFirst);
        mode.Learn(looked: 25, found: 3);
        Assert.True(mode.LooksFirst);
        mode.Learn(looked: 25, found: 0);
        mode.Learn(looked: 20, found: 2);
        Assert.True(mode.LooksFirst);
    }

    [Fact]
    public void ADryRunAlwaysLooks()
    {
        var mode = new WriteMode(dryRun: true, observer);
        mode.Learn(looked: 25, found: 0);
        Assert.True(mode.LooksFirst);
        Assert.True(mode.IsDryRun);
        Assert.False(new WriteMode(dryRun: false, observer).IsDryRun);
    }

    [Fact]
    public void PartiQlIsGivenUpForGoodAndSaidOnce()
    {
        var mode = new WriteMode(dryRun: false, observer);
        Assert.True(mode.UsesPartiQl);
        Parallel.For(0, 100, _ => mode.GiveUpPartiQl("User x is not authorized."));
        Assert.False(mode.UsesPartiQl);
        var warning = Assert.Single(observer.Warnings);
        Assert.Contains("(User x is not authorized)", warning, StringComparison.Ordinal);
        Assert.Contains("dynamodb:PartiQLInsert", warning, StringComparison.Ordinal);
        Assert.Contains("dynamodb:PartiQLDelete", warning, StringComparison.Ordinal);
    }
}
