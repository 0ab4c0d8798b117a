using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Files;

/// <summary>
/// The items of a file by their digests, which overflow into temporary files: to tell keys that come twice, items of the table that are not the file's,
/// and items of the file that are not in the table.
/// </summary>
internal sealed class FileItems(long estimated, bool mayStand) : IDisposable
{
    private readonly CopyLedger wanted = new(estimated);
    private readonly CopyLedger? standing = mayStand ? new CopyLedger(estimated) : null;
    private readonly ItemBlock scratch = new(512, 8);

    /// <summary>Enters an item of the file. One thread at a time does.</summary>
    public void AddWanted(in Item key, UInt128 keyDigest, UInt128 content)
    {
        wanted.AddOld(keyDigest, content, key.Json);
        standing?.AddNew(keyDigest, content);
    }

    /// <summary>Enters an item that stood in the table before the import.</summary>
    public void AddStanding(in Item key, UInt128 keyDigest, UInt128 content) => standing?.AddOld(keyDigest, content, key.Json);

    /// <summary>Enters an item that stands in the table after the import.</summary>
    public void AddFound(UInt128 keyDigest, UInt128 content) => wanted.AddNew(keyDigest, content);

    /// <summary>The keys that more than one line has.</summary>
    public IEnumerable<Item> KeysThatComeTwice() => Keys(wanted.SharedTargets().Select(shared => shared.Other));

    /// <summary>The keys of the items that stood in the table and are not equal to an item of the file.</summary>
    public IEnumerable<Item> Strangers(CancellationToken cancellationToken) => Keys(standing?.Unmatched(cancellationToken) ?? []);

    /// <summary>The keys of the file's items that the table does not hold, or holds otherwise.</summary>
    public IEnumerable<Item> Missing(CancellationToken cancellationToken) => Keys(wanted.Unmatched(cancellationToken));

    public void Dispose()
    {
        wanted.Dispose();
        standing?.Dispose();
        scratch.Dispose();
    }

    private IEnumerable<Item> Keys(IEnumerable<byte[]> keys)
    {
        foreach (var key in keys)
        {
            scratch.Clear();
            yield return ItemReader.Parse(key, scratch);
        }
    }
}
