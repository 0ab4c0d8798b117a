using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Aws;

public sealed class AwsErrorsTests
{
    private const string Endpoint = "https://dynamodb.eu-west-1.amazonaws.com/";

    [Theory]
    [InlineData("AccessDeniedException", "AccessDenied", DdbErrorKind.PermissionDenied)]
    [InlineData("AccessDenied", "AccessDenied", DdbErrorKind.PermissionDenied)]
    [InlineData("UnrecognizedClientException", "CredentialsRefused", DdbErrorKind.PermissionDenied)]
    [InlineData("InvalidSignatureException", "CredentialsRefused", DdbErrorKind.PermissionDenied)]
    [InlineData("ExpiredTokenException", "CredentialsRefused", DdbErrorKind.PermissionDenied)]
    [InlineData("MissingAuthenticationTokenException", "CredentialsRefused", DdbErrorKind.PermissionDenied)]
    [InlineData("IncompleteSignatureException", "CredentialsRefused", DdbErrorKind.PermissionDenied)]
    [InlineData("ThrottlingException", "Throttled", DdbErrorKind.LimitExceeded)]
    [InlineData("ProvisionedThroughputExceededException", "Throttled", DdbErrorKind.LimitExceeded)]
    [InlineData("RequestLimitExceeded", "Throttled", DdbErrorKind.LimitExceeded)]
    [InlineData("ValidationException", "ServiceError", DdbErrorKind.ServiceError)]
    [InlineData("InternalServerError", "ServiceError", DdbErrorKind.ServiceError)]
    public void WhatAwsAnswersBecomesAnErrorOfItsKind(string code, string errorId, DdbErrorKind kind)
    {
        var cause = new AmazonServiceException("The reason.", ErrorType.Sender, code, "id", HttpStatusCode.BadRequest);
        var error = Translate(cause);
        Assert.Equal((errorId, kind, "limits"), (error.ErrorId, error.Kind, error.Target));
        Assert.Contains("The reason.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("..", error.Message, StringComparison.Ordinal);
        Assert.Same(cause, error.InnerException);
    }

    [Fact]
    public void AnAnswerWithoutACodeIsNamedByItsStatus() => Assert.Contains(
        $"{Endpoint} answered BadGateway for table 'limits'",
        Translate(new AmazonServiceException("no json", ErrorType.Unknown, null, null, HttpStatusCode.BadGateway)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void AMissingTableIsNamedWithWhereItWasLookedFor()
    {
        var error = Translate(new ResourceNotFoundException("Requested resource not found"));
        Assert.Equal(("TableNotFound", DdbErrorKind.NotFound), (error.ErrorId, error.Kind));
        Assert.StartsWith($"There is no table 'limits' at {Endpoint}.", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<Exception> Unreachable() => new((Exception[])
    [
        new HttpRequestException("refused", new SocketException(111)),
        new AmazonClientException("wrapped", new HttpRequestException("refused")),
        new AmazonServiceException("wrapped", new HttpRequestException("refused")),
        new IOException("The response ended prematurely."),
        new TaskCanceledException("timed out", new TimeoutException("timed out")),
        new AggregateException(new SocketException(111)),
    ]);

    [Theory]
    [MemberData(nameof(Unreachable))]
    public void AnEndpointThatDoesNotAnswerIsNamed(Exception cause)
    {
        var error = Translate(cause);
        Assert.Equal(("EndpointUnreachable", DdbErrorKind.Connection), (error.ErrorId, error.Kind));
        Assert.StartsWith($"{Endpoint} does not answer: ", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A file of this machine, such as the verification's own, says nothing about the endpoint.</summary>
    [Fact]
    public void AMissingFileIsNoUnreachableEndpoint()
    {
        Assert.DoesNotContain("does not answer", Message(new DirectoryNotFoundException("Could not find a part of the path '/tmp/x'.")), StringComparison.Ordinal);
        Assert.DoesNotContain("does not answer", Message(new FileNotFoundException("Could not find file '/tmp/x'.")), StringComparison.Ordinal);
    }

    [Fact]
    public void MissingCredentialsAreToldWithWhatToDo()
    {
        var error = Translate(new AmazonClientException("Failed to resolve AWS credentials."));
        Assert.Equal(("NoCredentials", DdbErrorKind.Connection), (error.ErrorId, error.Kind));
        Assert.Contains("-ProfileName", error.Message, StringComparison.Ordinal);
        Assert.Contains("AWS_ACCESS_KEY_ID", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnAnswerThatIsNoneIsToldAsThat()
    {
        Assert.Equal("UnreadableAnswer", Translate(new JsonException("'<' is an invalid start of a value.")).ErrorId);
        Assert.Equal("UnreadableAnswer", Translate(new AmazonClientException("CRC value returned with response does not match")).ErrorId);
    }

    public static TheoryData<Exception, bool> Passing() => new()
    {
        { Service("ThrottlingException", HttpStatusCode.BadRequest), true },
        { Service("ProvisionedThroughputExceededException", HttpStatusCode.BadRequest), true },
        { Service("InternalServerError", HttpStatusCode.InternalServerError), true },
        { Service(null, HttpStatusCode.BadGateway), true },
        { Service("TransactionConflictException", HttpStatusCode.BadRequest), true },
        { Service("ValidationException", HttpStatusCode.BadRequest), false },
        { Service("AccessDeniedException", HttpStatusCode.BadRequest), false },
        { Service("ExpiredTokenException", HttpStatusCode.Forbidden), false },
        { new ConditionalCheckFailedException("no"), false },
        { new ResourceNotFoundException("no"), false },
        { new HttpRequestException("reset"), true },
        { new IOException("The response ended prematurely."), true },
        { new TaskCanceledException("timed out"), true },
        { new JsonException("cut off"), true },
        { new AmazonClientException("CRC value returned with response does not match"), true },
        { new AmazonClientException("Failed to resolve AWS credentials."), false },
        { new DdbException("Any", DdbErrorKind.NotFound, "x", "A sentence.", new IOException("x")), false },
        { new InvalidOperationException("a bug"), false },
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public void OnlyWhatMayPassIsSentAgain(Exception error, bool passes) => Assert.Equal(passes, AwsErrors.IsTransient(error));

    [Fact]
    public void OurOwnErrorsAndUnknownOnesGoThroughAsTheyAre()
    {
        var own = new DdbException("Any", DdbErrorKind.NotFound, "x", "A sentence.");
        Assert.Same(own, AwsErrors.Translate(own, "limits", Endpoint));
        var unknown = new InvalidOperationException("a bug");
        Assert.Same(unknown, AwsErrors.Translate(unknown, "limits", Endpoint));
    }

    private static AmazonServiceException Service(string? code, HttpStatusCode status) => new("The reason.", ErrorType.Unknown, code, "id", status);

    private static string Message(Exception error) => AwsErrors.Translate(error, "limits", Endpoint).Message;

    private static DdbException Translate(Exception error) => Assert.IsType<DdbException>(AwsErrors.Translate(error, "limits", Endpoint));
}
