using DynamoNamespace.Engine.Aws;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Aws;

/// <summary>The codes of single statements and the exceptions of whole requests, from DynamoDB's API reference.</summary>
public sealed class ErrorCodesTests
{
    [Theory]
    [InlineData("ThrottlingError", true, true)]
    [InlineData("ThrottlingException", true, true)]
    [InlineData("ProvisionedThroughputExceeded", true, true)]
    [InlineData("ProvisionedThroughputExceededException", true, true)]
    [InlineData("RequestLimitExceeded", true, true)]
    [InlineData("TooManyRequestsException", true, true)]
    [InlineData("InternalServerError", false, true)]
    [InlineData("ServiceUnavailable", false, true)]
    [InlineData("ServiceUnavailableException", false, true)]
    [InlineData("TransactionConflict", false, true)]
    [InlineData("TransactionConflictException", false, true)]
    [InlineData("TransactionInProgressException", false, true)]
    [InlineData("ConditionalCheckFailed", false, false)]
    [InlineData("ItemCollectionSizeLimitExceeded", false, false)]
    [InlineData("ValidationError", false, false)]
    [InlineData("ResourceNotFound", false, false)]
    [InlineData("AccessDenied", false, false)]
    [InlineData("DuplicateItem", false, false)]
    [InlineData("throttlingerror", false, false)]
    [InlineData("", false, false)]
    [InlineData(null, false, false)]
    public void OnlyWhatMayPassIsSentAgain(string? code, bool throttling, bool retryable) =>
        Assert.Equal((throttling, retryable), (ErrorCodes.IsThrottling(code), ErrorCodes.IsRetryable(code)));

    [Theory]
    [InlineData("ValidationError", ErrorCodes.Validation, true)]
    [InlineData("ValidationException", ErrorCodes.Validation, true)]
    [InlineData("AccessDenied", ErrorCodes.AccessDenied, true)]
    [InlineData("AccessDeniedException", ErrorCodes.AccessDenied, true)]
    [InlineData("ConditionalCheckFailed", ErrorCodes.ConditionalCheckFailed, true)]
    [InlineData("ConditionalCheckFailedException", ErrorCodes.ConditionalCheckFailed, true)]
    [InlineData("DuplicateItem", ErrorCodes.DuplicateItem, true)]
    [InlineData("DuplicateItemException", ErrorCodes.DuplicateItem, true)]
    [InlineData("DuplicateItem", ErrorCodes.Validation, false)]
    [InlineData("ValidationErrors", ErrorCodes.Validation, false)]
    [InlineData(null, ErrorCodes.Validation, false)]
    public void ACodeAndItsExceptionAreOne(string? code, string expected, bool same) => Assert.Equal(same, ErrorCodes.Is(code, expected));
}
