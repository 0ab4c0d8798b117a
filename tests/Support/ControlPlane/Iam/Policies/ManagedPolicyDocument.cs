using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.Iam.Policies;

/// <summary>What a managed policy's document must be.</summary>
internal static class ManagedPolicyDocument
{
    private const int Longest = 6_144;

    public static ManagedPolicy Create(string name, string path, string document, string? description)
    {
        Check(document);
        return new ManagedPolicy(name, path, Account.Id, document, description);
    }

    /// <exception cref="AwsException">The document is malformed or too long.</exception>
    public static void Check(string document)
    {
        PolicyDocument.Parse(document);
        if (PolicyDocument.Size(document) > Longest)
            throw new AwsException("LimitExceeded", $"Cannot exceed quota for PolicySize: {Longest}", 409);
    }
}
