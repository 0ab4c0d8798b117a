using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;

namespace DynamoNamespace.Tests.Integration.InPlace;

/// <summary>A table of users, organizations and repositories, mappings that change its items in place, and what they are to make of it.</summary>
internal static class AccountTable
{
    /// <summary>Gives users and organizations the key of an index.</summary>
    public const string Backfill = """
        {"name":"account","match":{"Type":{"in":["User","Organization"]},"GSI2PK":{"exists":false},"GSI2SK":{"exists":false} },"set":{"GSI2PK":"ACCOUNT#${Username}","GSI2SK":"#PROFILE"} }
        """;

    /// <summary>Overwrites one attribute of repositories and removes another.</summary>
    public const string Overwriting = """
        {"name":"repository","match":{"Type":{"equals":"Repo"},"Status":{"equals":"old"} },"set":{"Status":"${Type}-${Owner}"},"remove":["Legacy"]}
        """;

    public static IEnumerable<JsonObject> Items(int each)
    {
        for (var i = 1; i <= each; i++)
        {
            yield return User(i);
            yield return ItemJson.Of($"ORG#{i}", "#META", ("Type", ItemJson.S("Organization")), ("Username", ItemJson.N(i)), ("tags", ItemJson.Value("""{"SS":["b","a"]}""")));
            yield return Repo(i);
            yield return ItemJson.Of($"STAR#{i}", "#META", ("n", ItemJson.N(i)));
        }

        // None of these is one that the rules match.
        yield return User(9001).With("GSI2PK", ItemJson.S("MINE#9001"));
        yield return ItemJson.Of("ODD#1", "#META", ("Type", ItemJson.N(5)), ("Username", ItemJson.S("odd")));
        yield return ItemJson.Of("ODD#2", "#META", ("Type", ItemJson.Value("""{"L":[{"S":"User"}]}""")), ("Username", ItemJson.S("odd")));
    }

    public static JsonObject User(int number, string? name = null) => ItemJson.Of($"USER#{number}", "#META",
        ("Type", ItemJson.S("User")), ("Username", ItemJson.S(name ?? $"é \"user\" {number}")), ("visits", ItemJson.N(0)), ("nothing", ItemJson.Null()));

    public static JsonObject Repo(int number) => ItemJson.Of($"REPO#{number}", "#META", ("Type", ItemJson.S("Repo")), ("Status", ItemJson.S("old")),
        ("Owner", ItemJson.S($"owner-{number % 7}")), ("Legacy", ItemJson.Value("""{"M":{"a":{"L":[{"N":"1.50"},{"NULL":true}]}}}""")));

    public static JsonObject Filled(JsonObject account) => account
        .With("GSI2PK", ItemJson.S("ACCOUNT#" + (account["Username"]!["S"] ?? account["Username"]!["N"])!.GetValue<string>())).With("GSI2SK", ItemJson.S("#PROFILE"));

    public static JsonObject Overwritten(JsonObject repo) => repo.With("Status", ItemJson.S($"Repo-{repo.Text("Owner")}")).With("Legacy", null);

    /// <summary>What both rules make of a table.</summary>
    public static TableContents Expected(IEnumerable<JsonObject> before) => TableContents.Of(before.Select(item =>
        IsAccount(item) ? Filled(item) : IsOldRepo(item) ? Overwritten(item) : item));

    public static bool IsAccount(JsonObject item) => item["Type"]?["S"]?.GetValue<string>() is "User" or "Organization" && !item.ContainsKey("GSI2PK");

    public static Task<MigratingTable> CreateAsync(DynoxideServer engine, int each) => MigratingTable.CreateAsync(engine, Items(each), isRegistered: false);

    /// <summary>Changes attributes of an item as a client does that knows only those; a value of null removes.</summary>
    public static Task ChangeAsync(this MigratingTable table, JsonObject keyed, params (string Name, JsonObject? Value)[] changes)
    {
        var set = string.Join(", ", changes.Select((change, i) => (change, i)).Where(pair => pair.change.Value is not null).Select(pair => $"#n{pair.i} = :v{pair.i}"));
        var remove = string.Join(", ", changes.Select((change, i) => (change, i)).Where(pair => pair.change.Value is null).Select(pair => $"#n{pair.i}"));
        var names = new JsonObject();
        var values = new JsonObject();
        for (var i = 0; i < changes.Length; i++)
        {
            names[$"#n{i}"] = changes[i].Name;
            if (changes[i].Value is { } value)
                values[$":v{i}"] = value.DeepClone();
        }

        names["#k"] = "PK";
        var request = new JsonObject
        {
            ["TableName"] = table.Name,
            ["Key"] = new JsonObject { ["PK"] = keyed["PK"]!.DeepClone(), ["SK"] = keyed["SK"]!.DeepClone() },
            ["ConditionExpression"] = "attribute_exists(#k)",
            ["UpdateExpression"] = (set.Length > 0 ? $"SET {set}" : "") + (remove.Length > 0 ? $" REMOVE {remove}" : ""),
            ["ExpressionAttributeNames"] = names,
        };
        if (values.Count > 0)
            request["ExpressionAttributeValues"] = values;
        return table.Raw.SendAsync("UpdateItem", request);
    }

    private static bool IsOldRepo(JsonObject item) => item["Status"]?["S"]?.GetValue<string>() == "old";
}
