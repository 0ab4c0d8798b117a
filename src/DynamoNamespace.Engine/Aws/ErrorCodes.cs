namespace DynamoNamespace.Engine.Aws;

/// <summary>
/// DynamoDB's error codes, of whole requests and of single statements
/// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchStatementError.html,
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html).
/// </summary>
internal static class ErrorCodes
{
    public const string DuplicateItem = "DuplicateItem";
    public const string AccessDenied = "AccessDenied";
    public const string Validation = "ValidationError";
    public const string ConditionalCheckFailed = "ConditionalCheckFailed";
    public const string ResourceNotFound = "ResourceNotFound";
    public const string LimitExceeded = "LimitExceeded";
    public const string ExpiredIterator = "ExpiredIterator";
    public const string TrimmedDataAccess = "TrimmedDataAccess";

    public static bool IsThrottling(string? code) => Bare(code) is
        "ThrottlingError" or "Throttling" or "ProvisionedThroughputExceeded" or "RequestLimitExceeded" or "TooManyRequests";

    /// <summary>Whether the same statement may succeed if it is sent again.</summary>
    public static bool IsRetryable(string? code) => IsThrottling(code) || Bare(code) is
        "InternalServerError" or "InternalServer" or "ServiceUnavailable" or "TransactionConflict" or "TransactionInProgress";

    public static bool Is(string? code, string expected) => string.Equals(Bare(code), Bare(expected), StringComparison.Ordinal);

    /// <summary>Whole requests name exceptions (<c>ValidationException</c>), statements name codes (<c>ValidationError</c>): one name for both.</summary>
    private static string? Bare(string? code)
    {
        if (code is null)
            return null;
        if (code.EndsWith("Exception", StringComparison.Ordinal))
            code = code[..^"Exception".Length];
        return code is "Validation" ? Validation : code;
    }
}
