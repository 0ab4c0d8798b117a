using Amazon.Runtime;

namespace DynamoNamespace.Tests.OtherSdk;

/// <summary>Of the shape that AWS.Tools keep in <c>$StoredAWSCredentials</c>: the credentials are in a property that is not public.</summary>
public sealed class StoredCredentials(string accessKey, string secretKey)
{
    internal AWSCredentials Credentials { get; } = new BasicAWSCredentials(accessKey, secretKey);
}
