using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane;

/// <summary>Refuses a request that is not signed, or signed for another service. The signature's own value is not checked.</summary>
internal static class SignatureCheck
{
    public static AwsException? Find(AwsRequest request)
    {
        if (request.Scope is not { } scope)
        {
            return request.Protocol switch
            {
                AwsProtocol.Query => new AwsException("MissingAuthenticationToken", "Request is missing Authentication Token", 403),
                AwsProtocol.Json => new AwsException("MissingAuthenticationTokenException", "Request is missing Authentication Token"),
                AwsProtocol.RestJson => new AwsException("MissingAuthenticationTokenException", "Missing Authentication Token", 403),
                _ => new AwsException("AccessDenied", "Access Denied", 403),
            };
        }

        if (scope.Service == request.Service)
            return null;
        var message = $"Credential should be scoped to correct service: '{request.Service}'. ";
        return request.Protocol == AwsProtocol.Query
            ? new AwsException("SignatureDoesNotMatch", message, 403)
            : new AwsException("InvalidSignatureException", message, request.Protocol == AwsProtocol.Json ? 400 : 403);
    }
}
