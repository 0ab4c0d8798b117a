using System.Globalization;
using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;

/// <summary>The values of a template's parameters: given, kept from before, or by default.</summary>
internal static class ParameterValues
{
    /// <exception cref="AwsException">A value is missing, unknown or not allowed.</exception>
    public static Dictionary<string, string> Resolve(Template template, List<QueryParameters>? given, IReadOnlyDictionary<string, string>? previous)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in given ?? [])
        {
            var key = parameter.Required("ParameterKey");
            if (!template.Parameters.ContainsKey(key))
                continue;
            if (parameter.Flag("UsePreviousValue") != true)
                values[key] = parameter.Text("ParameterValue") ?? "";
            else if (previous?.TryGetValue(key, out var kept) == true)
                values[key] = kept;
            else
                throw AwsException.Validation($"Invalid input for parameter key {key}. Cannot specify usePreviousValue as true for a parameter key not in the previous template");
        }

        var unknown = (given ?? []).Select(parameter => parameter.Required("ParameterKey")).Where(key => !template.Parameters.ContainsKey(key)).ToList();
        if (unknown.Count > 0)
            throw AwsException.Validation($"Parameters: [{string.Join(", ", unknown)}] do not exist in the template");
        foreach (var (key, declaration) in template.Parameters)
        {
            if (!values.ContainsKey(key) && declaration!.AsObject().TryGetPropertyValue("Default", out var byDefault))
                values[key] = JsonText.Of(byDefault);
        }

        var missing = template.Parameters.Select(parameter => parameter.Key).Where(key => !values.ContainsKey(key)).ToList();
        if (missing.Count > 0)
            throw AwsException.Validation($"Parameters: [{string.Join(", ", missing)}] must have values");
        foreach (var (key, value) in values)
            Check(key, value, template.Parameters[key]!.AsObject());
        return values;
    }

    /// <summary>The values that Ref gives, with the pseudo parameters; null stands for AWS::NoValue.</summary>
    public static Dictionary<string, JsonNode?> ForReference(Template template, IReadOnlyDictionary<string, string> values, string stackName, string stackId, string region)
    {
        var all = new Dictionary<string, JsonNode?>(StringComparer.Ordinal)
        {
            ["AWS::StackName"] = stackName,
            ["AWS::StackId"] = stackId,
            ["AWS::Region"] = region,
            ["AWS::AccountId"] = Account.Id,
            ["AWS::Partition"] = Account.Partition,
            ["AWS::URLSuffix"] = Account.UrlSuffix,
            ["AWS::NotificationARNs"] = new JsonArray(),
            ["AWS::NoValue"] = null,
        };
        foreach (var (key, value) in values)
        {
            var isList = JsonText.Of(template.Parameters[key]?["Type"]) is var type
                && (type == "CommaDelimitedList" || type.StartsWith("List<", StringComparison.Ordinal));
            all[key] = isList ? new JsonArray([.. value.Split(',').Select(part => (JsonNode)part.Trim())]) : value;
        }

        return all;
    }

    private static void Check(string key, string value, JsonObject declaration)
    {
        if (declaration["AllowedValues"] is JsonArray allowed && !allowed.Any(one => JsonText.Of(one) == value))
            throw AwsException.Validation($"Parameter '{key}' must be one of AllowedValues");
        if (JsonText.Of(declaration["Type"]) != "Number")
            return;
        if (!decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            throw AwsException.Validation($"Parameter '{key}' must be a number.");
        if (declaration["MinValue"] is { } least && number < decimal.Parse(JsonText.Of(least), CultureInfo.InvariantCulture))
            throw AwsException.Validation($"Parameter '{key}' must be a number not less than {JsonText.Of(least)}");
        if (declaration["MaxValue"] is { } most && number > decimal.Parse(JsonText.Of(most), CultureInfo.InvariantCulture))
            throw AwsException.Validation($"Parameter '{key}' must be a number not greater than {JsonText.Of(most)}");
    }
}
