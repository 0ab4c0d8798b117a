using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Security.Cryptography;
using System.Text;
using DynamoNamespace.Engine.Mappings;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>
/// A script block as a transform. It runs on the pipeline thread, the only one that may run script of the session, one item at a time, with the item as
/// <c>$_</c>; the engine's threads wait for it.
/// </summary>
internal sealed class ScriptTransform(ScriptBlock script, Func<Func<object?>, Task<object?>> onPipeline) : IItemTransform
{
    public string Fingerprint { get; } = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(script.ToString())))[..16];

    public byte[] Apply(ReadOnlyMemory<byte> item) =>
        // The engine maps on threads of its own, which may wait; the pipeline thread never waits for them.
        (byte[])onPipeline(() => Run(item)).GetAwaiter().GetResult()!;

    private byte[] Run(ReadOnlyMemory<byte> item)
    {
        // A list of its own each time: the call takes $_ out of it.
        List<PSVariable> context = [new("_", ItemTable.Read(item)), new("ErrorActionPreference", ActionPreference.Stop)];
        Collection<PSObject> output;
        try
        {
            output = script.InvokeWithContext(null, context);
        }
        catch (PipelineStoppedException error)
        {
            throw new OperationCanceledException("The user stopped the run.", error);
        }
        catch (Exception error)
        {
            // Whatever a script throws concerns this one item.
            throw new ItemTransformException($"the -Transform script failed: {(error as RuntimeException)?.ErrorRecord?.Exception.Message ?? error.Message}", error);
        }

        return output.Count == 1
            ? ItemTable.Write(output[0])
            : throw new ItemTransformException($"the -Transform script wrote {output.Count} objects, and it must write one: the new item. Let it end with $_ or with a hashtable of attributes");
    }
}
