using System.Globalization;
using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Integration.Tables;

namespace DynamoNamespace.Tests.Integration.Plans;

/// <summary>The items of a small code host: accounts, repositories and issues.</summary>
internal static class Forge
{
    private static readonly string[] People = ["ann", "bo", "cem", "dana"];
    private static readonly string[] Organizations = ["acme", "birch"];

    public static IReadOnlyList<JsonObject> Items(int issues = 120) => [.. Accounts(), .. Repositories(), .. Issues(issues)];

    public static IEnumerable<JsonObject> Accounts() =>
        People.Select(name => Account(name, "User")).Concat(Organizations.Select(name => Account(name, "Organization")));

    public static IEnumerable<JsonObject> Issues(int count) => Enumerable.Range(1, count).Select(number => Item(
        $"REPO#{Organizations[number % 2]}#web", $"ISSUE#{Number(number)}", "Issue",
        ("Status", ItemJson.S(number % 3 == 0 ? "CLOSED" : "OPEN")),
        ("Title", ItemJson.S($"Page {number} is \"slow\"")),
        ("Author", ItemJson.S(People[number % People.Length])),
        ("Labels", JsonNode.Parse("""{"SS":["bug","ui"]}""")!.AsObject()),
        ("Version", new JsonObject { ["N"] = Number(number) })));

    /// <summary>An issue as the plan <c>rekey-by-status</c> has it.</summary>
    public static JsonObject ByStatus(JsonObject issue)
    {
        var (status, number) = (issue.Text("Status"), issue.Text("SK")["ISSUE#".Length..]);
        return issue.With("SK", ItemJson.S($"ISSUE#{status}#{number}")).With("GSI1PK", ItemJson.S($"STATUS#{status}")).With("GSI1SK", ItemJson.S($"{issue.Text("PK")}#{number}"));
    }

    /// <summary>An account as the plan <c>backfill-index-keys</c> has it.</summary>
    public static JsonObject Indexed(JsonObject account)
    {
        var key = ItemJson.S($"ACCOUNT#{account.Text("Username")}");
        return account.With("GSI2PK", key).With("GSI2SK", key.DeepClone().AsObject());
    }

    private static IEnumerable<JsonObject> Repositories() =>
        Organizations.Select(owner => Item($"REPO#{owner}#web", $"REPO#{owner}#web", "Repository", ("Owner", ItemJson.S(owner))));

    private static JsonObject Account(string name, string type) => Item($"ACCOUNT#{name}", $"ACCOUNT#{name}", type, ("Username", ItemJson.S(name)));

    private static JsonObject Item(string partitionKey, string sortKey, string type, params (string Name, JsonObject Value)[] more)
    {
        var item = new JsonObject { ["PK"] = ItemJson.S(partitionKey), ["SK"] = ItemJson.S(sortKey), ["Type"] = ItemJson.S(type) };
        foreach (var (name, value) in more)
            item[name] = value;
        return item;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
