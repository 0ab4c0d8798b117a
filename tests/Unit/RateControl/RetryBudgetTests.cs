using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.RateControl;
using DynamoNamespace.Tests.Unit.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.RateControl;

public sealed class RetryBudgetTests
{
    private static readonly IOException Broken = new("The connection was reset.");

    private readonly RetryBudget budget = new("limits");

    [Fact]
    public void FiveHundredRetriesWithoutASuccessAreTooMany()
    {
        Fail(500);
        Assert.Throws<DdbException>(() => budget.Spend(Broken));
    }

    [Fact]
    public void TwoSuccessesPayForARetryAndNothingIsSavedUpBeyondTheFullBudget()
    {
        Succeed(10_000);
        Fail(500);
        Succeed(1);
        Assert.Throws<DdbException>(() => budget.Spend(Broken));
        Succeed(1);
        Fail(1);
        Assert.Throws<DdbException>(() => budget.Spend(Broken));
    }

    [Fact]
    public void ASteadyFifthOfFaultsIsBorneForEver() => Properties.ForAll(Properties.Seeds, seed =>
    {
        var random = new Random(seed);
        var steady = new RetryBudget("limits");
        for (var request = 0; request < 100_000; request++)
        {
            if (random.Next(5) == 0)
                steady.Spend(Broken);
            else
                steady.OnSuccess();
        }
    }, tests: 20);

    [Fact]
    public void HalfOfTheRequestsFailingEndsTheRun()
    {
        var requests = 0;
        var error = Assert.Throws<DdbException>(() =>
        {
            while (++requests < 100_000)
            {
                budget.OnSuccess();
                budget.Spend(Broken);
            }
        });
        Assert.Contains("500 of the last 1,000 requests to table 'limits' failed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheErrorTellsWhatHappenedThatNothingIsLostAndWhatToDo()
    {
        Succeed(3000);
        Fail(500);
        var last = new Amazon.DynamoDBv2.Model.InternalServerErrorException("sorry") { ErrorCode = "InternalServerError" };
        var error = Assert.Throws<DdbException>(() => budget.Spend(last));
        Assert.Equal(("RetryBudgetExhausted", DdbErrorKind.LimitExceeded, "limits"), (error.ErrorId, error.Kind, error.Target));
        Assert.Same(last, error.InnerException);
        Assert.Equal(
            "501 of the last 1,000 requests to table 'limits' failed, more than retries can make good, the last one with InternalServerError: sorry. "
            + "Nothing was lost: what the run had written stays. Find out what is wrong with the table or the network, then run the same command again to go on.", error.Message);
    }

    private void Succeed(int times)
    {
        for (var request = 0; request < times; request++)
            budget.OnSuccess();
    }

    private void Fail(int times)
    {
        for (var request = 0; request < times; request++)
            budget.Spend(Broken);
    }
}
