namespace DynamoNamespace.Tests.Support.ControlPlane;

/// <summary>The one account that everything here belongs to.</summary>
public static class Account
{
    public const string Id = "123456789012";
    public const string Partition = "aws";
    public const string UrlSuffix = "amazonaws.com";

    /// <summary>The access key that clients of the control plane sign with; its secret is not checked.</summary>
    public const string AccessKeyId = "local";

    /// <summary>The ARN of a regional resource.</summary>
    public static string Arn(string service, string region, string resource) =>
        $"arn:{Partition}:{service}:{region}:{Id}:{resource}";
}
