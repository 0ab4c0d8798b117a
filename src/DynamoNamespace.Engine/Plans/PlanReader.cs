using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Mappings;

namespace DynamoNamespace.Engine.Plans;

/// <summary>Reads and validates plan documents. Each error names the place in the document.</summary>
internal static class PlanReader
{
    public const string Format = "dynamonamespace/plan/1";

    /// <summary>What texts begin with that somebody is to replace.</summary>
    public const string EditMark = "EDIT:";

    public static DdbMigrationPlan Read(JsonPlace root, string path)
    {
        root.AllowOnly("format", "name", "description", "table", "target", "namespace", "mapping", "variables", "limits", "settings");
        var format = root.Require("format");
        if (format.Text() != Format)
            throw format.Error($"'{format.Text()}' is no plan format that this version knows; write \"{Format}\"");
        var (target, limits, settings) = (root.Optional("target"), root.Optional("limits"), root.Optional("settings"));
        target?.AllowOnly("table", "region", "profile", "endpointUrl");
        limits?.AllowOnly("maxReadUnits", "maxWriteUnits", "totalSegments", "throttleLimit");
        settings?.AllowOnly("skipExpired");
        var table = root.Optional("table")?.NonEmptyText();
        var (mapping, document) = ReadMapping(root.Require("mapping"), path);
        var variables = ReadVariables(root.Optional("variables"), document);
        var targetTable = target?.Optional("table")?.NonEmptyText() ?? table;
        return new DdbMigrationPlan
        {
            Path = path,
            Name = root.Require("name").NonEmptyText(),
            Description = root.Optional("description")?.Text(),
            TableName = table,
            TargetTableName = targetTable,
            TargetRegion = target?.Optional("region")?.NonEmptyText(),
            TargetProfileName = target?.Optional("profile")?.NonEmptyText(),
            TargetEndpointUrl = target?.Optional("endpointUrl")?.NonEmptyText(),
            Namespace = root.Optional("namespace")?.NonEmptyText(),
            Mapping = mapping,
            Document = document,
            Variable = variables,
            MaxReadUnits = limits?.Optional("maxReadUnits")?.PositiveNumber(),
            MaxWriteUnits = limits?.Optional("maxWriteUnits")?.PositiveNumber(),
            TotalSegments = limits?.Optional("totalSegments")?.WholeNumber(1, 1_000_000),
            ThrottleLimit = limits?.Optional("throttleLimit")?.WholeNumber(1, 1_000),
            SkipExpired = settings?.Optional("skipExpired")?.Boolean() ?? false,
            Unedited = [.. root.TextsThatBeginWith(EditMark)],
            Fingerprint = PlanIdentity.FingerprintOf(table ?? "", targetTable ?? "", document.Fingerprint, variables),
        };
    }

    private static (string Name, MappingDocument Document) ReadMapping(JsonPlace place, string path)
    {
        if (place.IsObject)
            return (path, MappingReader.Read(place, place.RawText));
        var name = MappingLoader.Find(place.NonEmptyText(), Path.GetDirectoryName(path));
        return (name.Name, MappingLoader.LoadFile(name.Path));
    }

    private static Dictionary<string, string> ReadVariables(JsonPlace? place, MappingDocument document)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in place?.Members() ?? [])
        {
            if (member.Name == MappingVariables.NamespaceId)
                throw member.Error($"'{member.Name}' comes from the registry; write the namespace's name in 'namespace'");
            if (!document.Variables.TryGetValue(member.Name, out var variable))
                throw member.Error($"the mapping '{document.Name}' has no variable '{member.Name}'; it has {MappingVariables.List(document)}");
            var value = member.Text();
            if (variable.Pattern is not null && !variable.Pattern.IsMatch(value) && !value.StartsWith(EditMark, StringComparison.Ordinal))
                throw member.Error($"'{value}' is no legal '{member.Name}': it must match {variable.Pattern}");
            values[member.Name] = value;
        }

        return values;
    }
}
