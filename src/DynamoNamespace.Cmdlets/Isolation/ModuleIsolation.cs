using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace DynamoNamespace.Cmdlets.Isolation;

/// <summary>
/// Loads the engine and its AWS SDK in a context of their own, so that they live beside whatever AWS SDK the process has loaded.
/// PowerShell calls it before it looks at the cmdlets.
/// </summary>
public sealed class ModuleIsolation : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly EngineLoadContext Engine = new(
        Path.Combine(Path.GetDirectoryName(typeof(ModuleIsolation).Assembly.Location)!, "dependencies"));

    /// <inheritdoc/>
    public void OnImport() => AssemblyLoadContext.Default.Resolving += Resolve;

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => AssemblyLoadContext.Default.Resolving -= Resolve;

    /// <summary>Only the engine crosses over; everything below it is resolved inside its own context.</summary>
    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == "DynamoNamespace.Engine" ? Engine.LoadFromAssemblyName(name) : null;

    private sealed class EngineLoadContext(string folder) : AssemblyLoadContext("DynamoNamespace")
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var path = Path.Combine(folder, assemblyName.Name + ".dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }
}
