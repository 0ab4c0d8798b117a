using System.Management.Automation;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>Resolves what a cmdlet's -Mapping names.</summary>
internal static class MappingName
{
    /// <summary>Null where none is named. A path is the session's, whose folder is not the process's; a bare name is one of the module's mappings.</summary>
    public static string? Resolve(PSCmdlet cmdlet, string? mapping)
    {
        if (string.IsNullOrEmpty(mapping))
            return null;
        try
        {
            var path = cmdlet.GetUnresolvedProviderPathFromPSPath(mapping);
            return File.Exists(path) ? path : mapping;
        }
        catch (Exception error) when (error is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException or ProviderInvocationException)
        {
            // No path then; the engine says what it looked for.
            return mapping;
        }
    }
}
