using System.Security.Cryptography;

namespace DynamoNamespace.Tests.Support.ControlPlane.Iam;

/// <summary>https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids</summary>
internal static class IamId
{
    public static string New(string prefix) => prefix + RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 17);
}
