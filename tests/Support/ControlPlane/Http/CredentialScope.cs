namespace DynamoNamespace.Tests.Support.ControlPlane.Http;

/// <summary>
/// Who signed a request, and for which region and service, from Signature Version 4's
/// <c>Credential=KEY/DATE/REGION/SERVICE/aws4_request</c>, in the header or a presigned address.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
/// </summary>
internal sealed record CredentialScope(string AccessKeyId, string Region, string Service)
{
    public static CredentialScope? Of(string? authorization, QueryParameters query)
    {
        if (query.Text("X-Amz-Credential") is { } presigned)
            return Parse(presigned);
        if (authorization is null || !authorization.StartsWith("AWS4-", StringComparison.Ordinal))
            return null;
        var credential = authorization.Split(' ', ',').FirstOrDefault(part => part.StartsWith("Credential=", StringComparison.Ordinal));
        return credential is null || !authorization.Contains("Signature=", StringComparison.Ordinal)
            ? null
            : Parse(credential["Credential=".Length..]);
    }

    private static CredentialScope? Parse(string credential)
    {
        var parts = credential.Split('/');
        return parts is [var key, _, var region, var service, "aws4_request"] ? new CredentialScope(key, region, service) : null;
    }
}
