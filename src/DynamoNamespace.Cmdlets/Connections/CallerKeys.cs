using System.Management.Automation;
using System.Reflection;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Cmdlets.Connections;

/// <summary>
/// Reads the keys of a caller's credentials object. The object is of another AWS SDK than the engine's, so its members are found by name.
/// </summary>
internal static class CallerKeys
{
    private const BindingFlags AnyInstance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public static Func<AccessKeys> From(object credential)
    {
        var value = credential is PSObject wrapped ? wrapped.BaseObject : credential;
        if (value is PSCredential pair)
            return () => new AccessKeys(pair.UserName, pair.GetNetworkCredential().Password, null);
        // $StoredAWSCredentials holds its credentials in a property that is not public.
        var inner = value.GetType().GetProperty("Credentials", AnyInstance)?.GetValue(value) ?? value;
        var method = inner.GetType().GetMethod("GetCredentials", AnyInstance, Type.EmptyTypes)
            ?? throw new DdbException("InvalidCredential", DdbErrorKind.InvalidArgument, value.GetType().FullName,
                $"A {value.GetType().FullName} is no AWS credentials object. Give what Get-AWSCredential returns, or a PSCredential of an access key and its secret.");
        return () => Read(method.Invoke(inner, null)!);
    }

    private static AccessKeys Read(object keys)
    {
        string? Text(string name) => keys.GetType().GetProperty(name)?.GetValue(keys) as string;
        return new AccessKeys(Text("AccessKey")!, Text("SecretKey")!, Text("Token"));
    }
}
