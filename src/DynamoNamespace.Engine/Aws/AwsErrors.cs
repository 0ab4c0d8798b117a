using System.Net.Sockets;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Aws;

/// <summary>Turns what the SDK throws into errors that a user can act on. One place, so that each reads the same everywhere.</summary>
internal static class AwsErrors
{
    public static Exception Translate(Exception error, string tableName, string endpoint) => error switch
    {
        DdbException => error,
        ResourceNotFoundException => new DdbException("TableNotFound", DdbErrorKind.NotFound, tableName,
            $"There is no table '{tableName}' at {endpoint}. Check the table's name, the Region and the account; nothing was changed.", error),
        AmazonServiceException service => FromService(service, tableName, endpoint),
        _ when IsUnreachable(error) => new DdbException("EndpointUnreachable", DdbErrorKind.Connection, tableName,
            $"{endpoint} does not answer: {Innermost(error).Message.TrimEnd('.')}. Check the endpoint, the Region and the network, then run the same command again.", error),
        AmazonClientException => new DdbException("NoCredentials", DdbErrorKind.Connection, tableName,
            $"No usable AWS credentials were found: {error.Message.TrimEnd('.')}. Give -ProfileName (--profile) or -Credential, sign in with 'aws sso login', or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.", error),
        _ => error,
    };

    private static DdbException FromService(AmazonServiceException error, string tableName, string endpoint)
    {
        var message = error.Message.TrimEnd('.');
        if (error.ErrorCode is "AccessDeniedException" or "AccessDenied")
        {
            return new DdbException("AccessDenied", DdbErrorKind.PermissionDenied, tableName,
                $"AWS refused a call on table '{tableName}': {message}. Let the role have the named action, then run the same command again.", error);
        }

        if (error.ErrorCode is "UnrecognizedClientException" or "InvalidSignatureException" or "ExpiredTokenException" or "InvalidClientTokenId"
            or "MissingAuthenticationTokenException" or "IncompleteSignatureException" or "SignatureDoesNotMatch")
        {
            return new DdbException("CredentialsRefused", DdbErrorKind.PermissionDenied, tableName,
                $"{endpoint} did not accept the credentials: {message}. Sign in again or name another profile.", error);
        }

        if (ErrorCodes.IsThrottling(error.ErrorCode))
        {
            return new DdbException("Throttled", DdbErrorKind.LimitExceeded, tableName,
                $"Table '{tableName}' went on throttling after all retries: {message}. Lower -MaxReadUnits and -MaxWriteUnits or raise the table's capacity, then run the same command again.", error);
        }

        return new DdbException("ServiceError", DdbErrorKind.ServiceError, tableName,
            $"{endpoint} answered {error.ErrorCode ?? error.StatusCode.ToString()} for table '{tableName}': {message}.", error);
    }

    private static bool IsUnreachable(Exception error)
    {
        for (var current = error; current is not null; current = current.InnerException)
        {
            if (current is HttpRequestException or SocketException or IOException or TimeoutException or OperationCanceledException)
                return true;
        }

        return false;
    }

    private static Exception Innermost(Exception error) => error.InnerException is null ? error : Innermost(error.InnerException);
}
