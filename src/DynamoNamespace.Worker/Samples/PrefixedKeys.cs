using System.Text.Json.Nodes;
using static DynamoNamespace.Worker.Samples.AttributeJson;

namespace DynamoNamespace.Worker.Samples;

/// <summary>Keys that have a prefix already, of a namespace ID that no registry record names.</summary>
internal static class PrefixedKeys
{
    public static IEnumerable<JsonObject> Items(SampleSource source)
    {
        var meta = EntityItems.Meta("x", "p", source.Now.AddDays(-2));
        meta["PK"] = S("zz9/ENTITY#x");
        meta["GSI1PK"] = S("zz9/PARENT#p");
        meta.Add("GSI4PK", S("zz9"));
        meta.Add("GSI4SK", S("zz9/ENTITY#x"));

        var audit = AuditItems.EntityCreated(source, "x", "p", source.Now.AddDays(-2));
        audit["PK"] = S("zz9/AUDIT#x");

        return [meta, audit, Item(("PK", S("no-hash/but-a-slash")), ("SK", S("x")), ("n", N(1)))];
    }
}
