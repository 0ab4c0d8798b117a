using Amazon.Runtime;

namespace DynamoNamespace.Engine.Aws;

/// <summary>Credentials that a caller's own object keeps fresh, such as one of another AWS SDK loaded in the same process.</summary>
internal sealed class CallerCredentials(Func<AccessKeys> current) : AWSCredentials
{
    public override ImmutableCredentials GetCredentials()
    {
        var keys = current();
        return new ImmutableCredentials(keys.AccessKey, keys.SecretKey, string.IsNullOrEmpty(keys.SessionToken) ? null : keys.SessionToken);
    }
}
