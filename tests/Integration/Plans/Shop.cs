using System.Globalization;
using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Integration.Tables;

namespace DynamoNamespace.Tests.Integration.Plans;

/// <summary>The items of a small shop: customers with their orders, and products.</summary>
internal static class Shop
{
    public static IReadOnlyList<JsonObject> Items(int customers = 40) =>
    [
        .. Enumerable.Range(1, customers).Select(number => Item($"CUSTOMER#{Number(number)}", "#PROFILE", number)),
        .. Enumerable.Range(1, customers).Select(number => Order(number)),
        .. Enumerable.Range(1, 20).Select(number => Item($"PRODUCT#{Number(number)}", "#META", number)),
    ];

    /// <summary>An item as the plan <c>tenant-prefix</c> has it.</summary>
    public static JsonObject OfTenant(JsonObject item, string tenant)
    {
        var moved = item.With("PK", ItemJson.S($"{tenant}/{item.Text("PK")}"));
        return moved.ContainsKey("GSI1PK") ? moved.With("GSI1PK", ItemJson.S($"{tenant}/{item.Text("GSI1PK")}")) : moved;
    }

    private static JsonObject Order(int number) => Item($"CUSTOMER#{Number(number)}", $"ORDER#{Number(number)}", number)
        .With("GSI1PK", ItemJson.S($"ORDER#{(number % 4 == 0 ? "SENT" : "OPEN")}")).With("GSI1SK", ItemJson.S($"2024-05-{number % 28 + 1:00}"));

    private static JsonObject Item(string partitionKey, string sortKey, int version) => new()
    {
        ["PK"] = ItemJson.S(partitionKey),
        ["SK"] = ItemJson.S(sortKey),
        ["Name"] = ItemJson.S($"n° {version}"),
        ["Version"] = new JsonObject { ["N"] = Number(version) },
    };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
