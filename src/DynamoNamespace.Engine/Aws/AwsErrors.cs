using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Aws;

/// <summary>Turns what the SDK throws into errors that a user can act on. One place, so that each reads the same everywhere.</summary>
internal static class AwsErrors
{
    private const string TableOfError = "DynamoNamespace.Table";

    public static Exception Translate(Exception error, string tableName, string endpoint) => Translate(error, CallSubject.Table(tableName), endpoint);

    /// <summary>Says which table an error is about, for runs that work on two.</summary>
    public static void Name(Exception error, string tableName, DynamoDbClient client) =>
        error.Data[TableOfError] = (tableName, ConnectionFactory.EndpointOf(client));

    /// <summary>Runs calls on a table and says so of what they throw.</summary>
    public static async Task<T> NamingAsync<T>(string tableName, DynamoDbClient client, Func<Task<T>> calls)
    {
        try
        {
            return await calls();
        }
        catch (Exception error) when (error is not (DdbException or OperationCanceledException))
        {
            Name(error, tableName, client);
            throw;
        }
    }

    public static Exception Translate(Exception error, CallSubject subject, string endpoint)
    {
        if (error.Data[TableOfError] is (string tableName, string tableEndpoint))
            (subject, endpoint) = (CallSubject.Table(tableName) with { Done = subject.Done }, tableEndpoint);
        var translated = TranslateCall(error, subject, endpoint);
        return subject.Done is { } done && translated is DdbException known && !ReferenceEquals(known, error)
            ? new DdbException(known.ErrorId, known.Kind, known.Target, $"{known.Message} {done()}", known.InnerException)
            : translated;
    }

    private static Exception TranslateCall(Exception error, CallSubject subject, string endpoint) => error switch
    {
        DdbException => error,
        ResourceNotFoundException or TableNotFoundException => new DdbException("TableNotFound", DdbErrorKind.NotFound, subject.Name,
            $"There is no {subject} at {endpoint}. Check the table's name, the Region and the account, then run the same command again.", error),
        AmazonServiceException { StatusCode: default(HttpStatusCode) } when IsUnreachable(error) => Unreachable(error, subject, endpoint),
        AmazonServiceException service => FromService(service, subject, endpoint),
        _ when IsUnreachable(error) => Unreachable(error, subject, endpoint),
        AmazonClientException when error.Message.Contains("credential", StringComparison.OrdinalIgnoreCase) => new DdbException("NoCredentials", DdbErrorKind.Connection, subject.Name,
            $"No usable AWS credentials for {subject} were found in the environment, the profiles or a role. Give -ProfileName (--profile) or -Credential, sign in with 'aws sso login', or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; nothing was changed.", error),
        JsonException or AmazonClientException => new DdbException("UnreadableAnswer", DdbErrorKind.ServiceError, subject.Name,
            $"{endpoint} went on answering what is no AWS answer: {error.Message.TrimEnd('.')}. Check what stands between this machine and AWS, then run the same command again.", error),
        _ => error,
    };

    private static DdbException Unreachable(Exception error, CallSubject subject, string endpoint) => new("EndpointUnreachable", DdbErrorKind.Connection, subject.Name,
        $"{endpoint} does not answer: {Innermost(error).Message.TrimEnd('.')}. Check the endpoint, the Region and the network, then run the same command again.", error);

    private static DdbException FromService(AmazonServiceException error, CallSubject subject, string endpoint)
    {
        var message = error.Message.TrimEnd('.');
        if (IsAccessDenied(error))
        {
            return new DdbException("AccessDenied", DdbErrorKind.PermissionDenied, subject.Name,
                $"AWS refused a call on {subject}: {message}. Let the role have the named action, then run the same command again.", error);
        }

        if (error.ErrorCode is "UnrecognizedClientException" or "InvalidSignatureException" or "ExpiredTokenException" or "InvalidClientTokenId"
            or "MissingAuthenticationTokenException" or "IncompleteSignatureException" or "SignatureDoesNotMatch")
        {
            return new DdbException("CredentialsRefused", DdbErrorKind.PermissionDenied, subject.Name,
                $"{endpoint} did not accept the credentials: {message}. Sign in again or name another profile.", error);
        }

        if (ErrorCodes.IsThrottling(error.ErrorCode))
        {
            return new DdbException("Throttled", DdbErrorKind.LimitExceeded, subject.Name,
                $"Calls on {subject} went on being throttled after all retries: {message}. {subject.WhenThrottled}", error);
        }

        return new DdbException("ServiceError", DdbErrorKind.ServiceError, subject.Name,
            $"{endpoint} answered {error.ErrorCode ?? error.StatusCode.ToString()} for {subject}: {message}.", error);
    }

    /// <summary>Whether the caller lacks a right, as DynamoDB, IAM, CloudFormation and the others each put it.</summary>
    public static bool IsAccessDenied(Exception error) =>
        error is AmazonServiceException { ErrorCode: "AccessDeniedException" or "AccessDenied" or "UnauthorizedOperation" or "AuthorizationError" };

    /// <summary>Whether an endpoint knows no such call, as local engines answer what they do without.</summary>
    public static bool IsNotOffered(Exception error) => error is AmazonServiceException
    {
        ErrorCode: "UnknownOperation" or "UnknownOperationException" or "InvalidAction" or "NotImplemented" or "UnsupportedOperation"
    } or AmazonServiceException { StatusCode: HttpStatusCode.NotImplemented or HttpStatusCode.MethodNotAllowed }
        // AWS tells of what is not there with a code; a bare 404 is of a server that has no such address.
        or AmazonServiceException { StatusCode: HttpStatusCode.NotFound, ErrorCode: null or "" or "NotFound" };

    /// <summary>Whether an error comes of a call on AWS, and not of what was asked for.</summary>
    public static bool IsOfCall(Exception error) => error is not DdbException && Translate(error, "", "") is DdbException;

    /// <summary>Whether the same request may succeed if it is sent again: throttling, a server's error, a broken connection, a broken answer.</summary>
    public static bool IsTransient(Exception error) => error switch
    {
        DdbException => false,
        AmazonServiceException service => ErrorCodes.IsRetryable(service.ErrorCode) || (int)service.StatusCode >= 500 || IsUnreachable(service),
        JsonException => true,
        // A broken checksum is told like this, by the SDK of a typed answer and by us of bytes.
        AmazonClientException client when client.Message.Contains("CRC", StringComparison.Ordinal) => true,
        _ => IsUnreachable(error),
    };

    public static bool IsThrottling(Exception error) => error is AmazonServiceException service && ErrorCodes.IsThrottling(service.ErrorCode);

    private static bool IsUnreachable(Exception error)
    {
        for (var current = error; current is not null; current = current.InnerException)
        {
            var isFile = current is FileNotFoundException or DirectoryNotFoundException;
            if (!isFile && current is (HttpRequestException or SocketException or IOException or TimeoutException or OperationCanceledException))
                return true;
        }

        return false;
    }

    private static Exception Innermost(Exception error) => error.InnerException is null ? error : Innermost(error.InnerException);
}
