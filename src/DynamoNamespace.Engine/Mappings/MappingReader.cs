using System.Security.Cryptography;
using System.Text;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Mappings;

/// <summary>Reads and validates mapping documents. Each error names the place in the document.</summary>
internal static class MappingReader
{
    public const string Format = "dynamonamespace/mapping/1";

    /// <param name="root">The document, or the part of a plan that it stands in.</param>
    /// <param name="text">Its text, which its fingerprint is made of.</param>
    public static MappingDocument Read(JsonPlace root, string text)
    {
        root.AllowOnly("format", "name", "description", "key", "targetKey", "variables", "family", "rules", "newEntities", "expect");
        var format = root.Require("format");
        if (format.Text() != Format)
            throw format.Error($"'{format.Text()}' is no mapping format that this version knows; write \"{Format}\"");
        var key = ReadKey(root.Require("key"));
        var targetKey = root.Optional("targetKey") is { } target ? ReadKey(target) : key;
        var variables = root.Optional("variables")?.Members().Select(ReadVariable).ToDictionary(variable => variable.Name, StringComparer.Ordinal)
            ?? new Dictionary<string, VariableDefinition>(StringComparer.Ordinal);
        var expect = root.Optional("expect");
        expect?.AllowOnly("indexes", "items");
        var newEntities = root.Optional("newEntities")?.Elements().Select(ReadNewEntity).ToList() ?? [];
        return new MappingDocument(
            root.Require("name").NonEmptyText(),
            root.Optional("description")?.Text(),
            key,
            targetKey,
            variables,
            root.Optional("family") is { } family ? ReadFamily(family) : null,
            ReadRules(root.Require("rules"), new RuleReader(key, targetKey, variables.Keys), newEntities.Count),
            newEntities,
            expect?.Optional("indexes")?.Elements().Select(ReadExpectedIndex).ToList() ?? [],
            expect?.Optional("items")?.Elements().Select(item => ReadExpectedItem(item, targetKey)).ToList() ?? [],
            Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16]);
    }

    /// <summary>The type of a value, S where nothing is said.</summary>
    public static AttributeType ReadType(JsonPlace? place)
    {
        if (place is null)
            return AttributeType.S;
        return place.Text() switch
        {
            "S" => AttributeType.S,
            "N" => AttributeType.N,
            "B" => AttributeType.B,
            var other => throw place.Error($"'{other}' is no type that can be used here; write \"S\", \"N\" or \"B\""),
        };
    }

    private static List<RuleDefinition> ReadRules(JsonPlace place, RuleReader reader, int newEntities)
    {
        var rules = place.Elements().Select(reader.Read).ToList();
        return rules.Count > 0 || newEntities > 0
            ? rules
            : throw place.Error("a mapping needs at least one rule, or at least one entry in 'newEntities' where there is nothing to migrate");
    }

    private static KeySchema ReadKey(JsonPlace place)
    {
        place.AllowOnly("partitionKey", "sortKey");
        return new KeySchema(ReadKeyAttribute(place.Require("partitionKey")), place.Optional("sortKey") is { } sort ? ReadKeyAttribute(sort) : null);
    }

    private static KeyAttribute ReadKeyAttribute(JsonPlace place)
    {
        place.AllowOnly("name", "type");
        var type = ReadType(place.Optional("type"));
        return type is AttributeType.S or AttributeType.N or AttributeType.B
            ? new KeyAttribute(place.Require("name").NonEmptyText(), type)
            : throw place.Require("type").Error("a key is of type S, N or B");
    }

    private static VariableDefinition ReadVariable(JsonPlace place)
    {
        place.AllowOnly("description", "pattern");
        return new VariableDefinition(
            place.Name, place.Optional("description")?.Text(), place.Optional("pattern") is { } pattern ? ConditionReader.ReadPattern(pattern) : null);
    }

    private static FamilyDefinition ReadFamily(JsonPlace place)
    {
        place.AllowOnly("attribute", "separator", "known");
        var separator = place.Require("separator");
        return new FamilyDefinition(
            place.Require("attribute").NonEmptyText(),
            separator.Text().Length == 1 ? separator.Text()[0] : throw separator.Error("a separator is one character"),
            place.Optional("known")?.Elements().Select(known => known.NonEmptyText()).ToList() ?? []);
    }

    private static NewEntity ReadNewEntity(JsonPlace place)
    {
        place.AllowOnly("name", "match");
        return new NewEntity(place.Require("name").NonEmptyText(), ConditionReader.ReadSome(place.Require("match"), "a new entity"));
    }

    private static ExpectedIndex ReadExpectedIndex(JsonPlace place)
    {
        place.AllowOnly("name", "partitionKey", "sortKey");
        return new ExpectedIndex(place.Require("name").NonEmptyText(), place.Require("partitionKey").NonEmptyText(), place.Optional("sortKey")?.NonEmptyText());
    }

    private static ExpectedItem ReadExpectedItem(JsonPlace place, KeySchema key)
    {
        place.AllowOnly("name", "key");
        var members = place.Require("key").Members().ToDictionary(member => member.Name, member => member.NonEmptyText(), StringComparer.Ordinal);
        var missing = key.Attributes.FirstOrDefault(attribute => !members.ContainsKey(attribute.Name));
        return missing is null
            ? new ExpectedItem(place.Require("name").NonEmptyText(), members)
            : throw place.Require("key").Error($"the key attribute '{missing.Name}' is missing");
    }
}
