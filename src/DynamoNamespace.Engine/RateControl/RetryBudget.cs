using Amazon.Runtime;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.RateControl;

/// <summary>
/// What a run may spend on sending requests again after errors that should pass. Each success earns half of what a retry costs, so a run
/// goes on as long as at least two of three requests succeed; where fewer do, it ends instead of burdening a table that is in trouble.
/// Throttling costs nothing here: the concurrency answers it.
/// </summary>
internal sealed class RetryBudget(string tableName)
{
    private const double Full = 500;
    private const double RetryCost = 1;
    private const double SuccessReturn = 0.5;
    private const int Remembered = 1000;

    private readonly object gate = new();
    private readonly bool[] failures = new bool[Remembered];
    private double balance = Full;
    private long seen;
    private int failed;

    public void OnSuccess()
    {
        lock (gate)
        {
            Remember(isFailure: false);
            balance = Math.Min(Full, balance + SuccessReturn);
        }
    }

    /// <summary>Takes the cost of a retry.</summary>
    /// <param name="error">The error that the retry is to make good.</param>
    /// <exception cref="DdbException">Nothing is left.</exception>
    public void Spend(Exception error)
    {
        lock (gate)
        {
            Remember(isFailure: true);
            if (balance < RetryCost)
                throw Exhausted(error);
            balance -= RetryCost;
        }
    }

    private void Remember(bool isFailure)
    {
        var place = seen++ % Remembered;
        failed += (isFailure ? 1 : 0) - (failures[place] ? 1 : 0);
        failures[place] = isFailure;
    }

    private DdbException Exhausted(Exception error)
    {
        var last = error is AmazonServiceException { ErrorCode.Length: > 0 } service ? $"{service.ErrorCode}: {error.Message}" : error.Message;
        return new DdbException("RetryBudgetExhausted", DdbErrorKind.LimitExceeded, tableName,
            FormattableString.Invariant($"{failed:N0} of the last {Math.Min(seen, Remembered):N0} requests to table '{tableName}' failed, more than retries can make good, the last one with {last.TrimEnd('.')}. ")
            + "Nothing was lost: what the run had written stays. Find out what is wrong with the table or the network, then run the same command again to go on.", error);
    }
}
