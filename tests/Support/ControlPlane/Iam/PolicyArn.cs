using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.Iam;

/// <summary>The form of a managed policy's ARN.</summary>
internal static class PolicyArn
{
    /// <exception cref="AwsException">It has another form, or is of another partition.</exception>
    public static void Check(string arn)
    {
        if (arn.Length < 20)
            throw AwsException.Validation($"1 validation error detected: Value '{arn}' at 'policyArn' failed to satisfy constraint: Member must have length greater than or equal to 20");
        var parts = arn.Split(':');
        if (parts is not ["arn", Account.Partition, "iam", "", var owner, var resource] || !resource.StartsWith("policy/", StringComparison.Ordinal))
            throw new AwsException("InvalidInput", $"ARN {arn} is not valid.");
        if (owner is not ("aws" or Account.Id))
            throw new AwsException("AccessDenied", $"The policy {arn} belongs to another account.", 403);
    }
}
