using System.Collections.Concurrent;

namespace DynamoNamespace.Engine.State.Table;

/// <summary>
/// The leases that this process holds, so that a later run in the same PowerShell session knows one that was left
/// behind at once. The process has one list however often this assembly is loaded: two versions of the module in one
/// process are two holders.
/// </summary>
internal static class LiveLeases
{
    private const string Name = "DynamoNamespace.LiveLeases";

    private static readonly ConcurrentDictionary<string, bool> Held = Find();

    public static void Add(string leaseId) => Held[leaseId] = true;

    public static void Remove(string leaseId) => Held.TryRemove(leaseId, out _);

    public static bool Contains(string leaseId) => Held.ContainsKey(leaseId);

    private static ConcurrentDictionary<string, bool> Find()
    {
        var domain = AppDomain.CurrentDomain;
        lock (domain)
        {
            if (domain.GetData(Name) is ConcurrentDictionary<string, bool> found)
                return found;
            var made = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
            domain.SetData(Name, made);
            return made;
        }
    }
}
