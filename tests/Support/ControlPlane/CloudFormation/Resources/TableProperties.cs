using System.Globalization;
using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Resources;

/// <summary>A table's properties in the words of DynamoDB's API, where numbers and flags are no texts.</summary>
internal static class TableProperties
{
    private static readonly string[] Plain =
        ["AttributeDefinitions", "KeySchema", "BillingMode", "ProvisionedThroughput", "GlobalSecondaryIndexes", "LocalSecondaryIndexes", "Tags", "TableClass", "DeletionProtectionEnabled"];

    public static JsonObject ToCreateTable(JsonObject properties)
    {
        var request = new JsonObject();
        foreach (var name in Plain.Where(properties.ContainsKey))
            request[name] = Typed(name, properties[name]);
        if (Stream(properties) is { } stream)
            request["StreamSpecification"] = stream;
        return request;
    }

    /// <summary>The UpdateTable calls for what changed but indexes; DynamoDB takes one such change a call.</summary>
    public static IEnumerable<JsonObject> ToUpdates(JsonObject before, JsonObject after)
    {
        if (Differs(before, after, "BillingMode") || Differs(before, after, "ProvisionedThroughput"))
        {
            var update = new JsonObject { ["BillingMode"] = after["BillingMode"]?.DeepClone() ?? "PROVISIONED" };
            if (after["ProvisionedThroughput"] is { } throughput)
                update["ProvisionedThroughput"] = Typed("ProvisionedThroughput", throughput);
            yield return update;
        }

        if (Differs(before, after, "DeletionProtectionEnabled"))
            yield return new JsonObject { ["DeletionProtectionEnabled"] = JsonText.Flag(after["DeletionProtectionEnabled"]) };
        if (!Differs(before, after, "StreamSpecification"))
            yield break;
        // Another view needs the stream to be switched off first.
        if (before["StreamSpecification"] is not null)
            yield return new JsonObject { ["StreamSpecification"] = new JsonObject { ["StreamEnabled"] = false } };
        if (Stream(after) is { } stream)
            yield return new JsonObject { ["StreamSpecification"] = stream };
    }

    /// <summary>Null where there is nothing to switch.</summary>
    public static JsonObject? TimeToLive(JsonObject before, JsonObject after)
    {
        var (was, wanted) = (before["TimeToLiveSpecification"], after["TimeToLiveSpecification"]);
        var (isOn, on) = (JsonText.Flag(was?["Enabled"]), JsonText.Flag(wanted?["Enabled"]));
        return isOn == on ? null : new JsonObject { ["AttributeName"] = ((on ? wanted : was)!["AttributeName"])!.DeepClone(), ["Enabled"] = on };
    }

    public static JsonObject Recovery(JsonObject properties)
    {
        var wanted = properties["PointInTimeRecoverySpecification"];
        var recovery = new JsonObject { ["PointInTimeRecoveryEnabled"] = JsonText.Flag(wanted?["PointInTimeRecoveryEnabled"]) };
        if (wanted?["RecoveryPeriodInDays"] is { } days)
            recovery["RecoveryPeriodInDays"] = Typed("RecoveryPeriodInDays", days);
        return recovery;
    }

    /// <summary>Makes numbers and flags of the texts that a template may have in their place.</summary>
    public static JsonNode? Typed(string name, JsonNode? value) => value switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Typed(member.Key, member.Value)))),
        JsonArray elements => new JsonArray([.. elements.Select(element => Typed(name, element))]),
        not null when name.EndsWith("Units", StringComparison.Ordinal) || name.EndsWith("Days", StringComparison.Ordinal) =>
            long.Parse(JsonText.Of(value), CultureInfo.InvariantCulture),
        not null when name.EndsWith("Enabled", StringComparison.Ordinal) => JsonText.Flag(value),
        _ => value?.DeepClone(),
    };

    private static JsonObject? Stream(JsonObject properties) => properties["StreamSpecification"] is { } stream
        ? new JsonObject { ["StreamEnabled"] = true, ["StreamViewType"] = stream["StreamViewType"]!.DeepClone() }
        : null;

    private static bool Differs(JsonObject before, JsonObject after, string name) => !JsonText.Same(before[name], after[name]);
}
