using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Aws;

namespace DynamoNamespace.Cmdlets.Connections;

/// <summary>Reads a cmdlet's connection parameters, and what AWS Tools for PowerShell keep in the session.</summary>
internal sealed class ConnectionOptionsReader(DdbCmdlet cmdlet)
{
    public ConnectionOptions Read()
    {
        // As in AWS.Tools: what is named on the cmdlet goes before what the session holds.
        var credential = cmdlet.Credential ?? (cmdlet.ProfileName is null ? cmdlet.GetVariableValue("StoredAWSCredentials") : null);
        return new ConnectionOptions
        {
            Region = RegionName(cmdlet.Region) ?? (cmdlet.ProfileName is null ? RegionName(cmdlet.GetVariableValue("StoredAWSRegion")) : null),
            ProfileName = cmdlet.ProfileName,
            EndpointUrl = cmdlet.EndpointUrl,
            Credentials = credential is null ? null : CallerKeys.From(credential),
        };
    }

    /// <summary>A name, or one of AWS.Tools' Region objects.</summary>
    private static string? RegionName(object? region) => Unwrap(region) switch
    {
        null => null,
        string name => name,
        var other => PSObject.AsPSObject(other).Properties["SystemName"]?.Value as string
            ?? PSObject.AsPSObject(other).Properties["Region"]?.Value as string
            ?? other.ToString(),
    };

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
