using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Mappings;

/// <summary>Reads and validates mapping documents. Each error names the place in the document.</summary>
internal static class MappingLoader
{
    public const string Format = "dynamonamespace/mapping/1";

    private static readonly JsonDocumentOptions JsonOptions = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Loads a mapping by the name of one that ships in the module, or from a file.</summary>
    /// <exception cref="DdbException">There is no such mapping, or it has an error.</exception>
    public static MappingDocument Load(string nameOrPath)
    {
        var path = Find(nameOrPath);
        return Parse(File.ReadAllText(path), path);
    }

    public static MappingDocument Parse(string text, string origin)
    {
        try
        {
            using var json = JsonDocument.Parse(text, JsonOptions);
            return ReadDocument(new JsonPlace(json.RootElement, "", origin), text);
        }
        catch (JsonException error)
        {
            throw new DdbException("MappingNotJson", DdbErrorKind.InvalidArgument, origin,
                $"The mapping '{origin}' is no valid JSON at line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}: {error.Message} Nothing was changed.", error);
        }
    }

    /// <summary>The names of the mappings that ship in the module.</summary>
    public static IReadOnlyList<string> BuiltIn() => Directory.Exists(BuiltInFolder)
        ? [.. Directory.GetFiles(BuiltInFolder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Beside the engine in the worker; one folder up in the module, where the engine stands in <c>dependencies</c>.</summary>
    private static string BuiltInFolder
    {
        get
        {
            var here = Path.GetDirectoryName(typeof(MappingLoader).Assembly.Location)!;
            var beside = Path.Combine(here, "mappings");
            return Directory.Exists(beside) ? beside : Path.Combine(Path.GetDirectoryName(here)!, "mappings");
        }
    }

    private static string Find(string nameOrPath)
    {
        var builtIn = Path.Combine(BuiltInFolder, nameOrPath + ".json");
        if (nameOrPath.AsSpan().IndexOfAny('/', '\\') < 0 && File.Exists(builtIn))
            return builtIn;
        return File.Exists(nameOrPath)
            ? nameOrPath
            : throw new DdbException("MappingNotFound", DdbErrorKind.NotFound, nameOrPath,
                $"There is no mapping '{nameOrPath}': it is neither a file nor one of those that ship with the module ({string.Join(", ", BuiltIn())}). Nothing was changed.");
    }

    private static MappingDocument ReadDocument(JsonPlace root, string text)
    {
        root.AllowOnly("format", "name", "description", "key", "variables", "family", "rules", "expect");
        var format = root.Require("format");
        if (format.Text() != Format)
            throw format.Error($"'{format.Text()}' is no mapping format that this version knows; write \"{Format}\"");
        var key = ReadKey(root.Require("key"));
        var variables = root.Optional("variables")?.Members().Select(ReadVariable).ToDictionary(variable => variable.Name, StringComparer.Ordinal)
            ?? new Dictionary<string, VariableDefinition>(StringComparer.Ordinal);
        var expect = root.Optional("expect");
        expect?.AllowOnly("indexes", "items");
        var rules = root.Require("rules").Elements().Select(rule => ReadRule(rule, variables)).ToList();
        if (rules.Count == 0)
            throw root.Require("rules").Error("a mapping needs at least one rule");
        return new MappingDocument(
            root.Require("name").NonEmptyText(),
            root.Optional("description")?.Text(),
            key,
            variables,
            root.Optional("family") is { } family ? ReadFamily(family) : null,
            rules,
            expect?.Optional("indexes")?.Elements().Select(ReadExpectedIndex).ToList() ?? [],
            expect?.Optional("items")?.Elements().Select(item => ReadExpectedItem(item, key)).ToList() ?? [],
            Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16]);
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

    private static AttributeType ReadType(JsonPlace? place)
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

    private static VariableDefinition ReadVariable(JsonPlace place)
    {
        place.AllowOnly("description", "pattern");
        return new VariableDefinition(place.Name, place.Optional("description")?.Text(), place.Optional("pattern") is { } pattern ? ReadPattern(pattern) : null);
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

    private static RuleDefinition ReadRule(JsonPlace place, Dictionary<string, VariableDefinition> variables)
    {
        place.AllowOnly("name", "match", "set", "setIfPresent", "versionClocks");
        var conditions = ReadConditions(place.Require("match"));
        if (conditions.Count == 0)
            throw place.Require("match").Error("a rule needs at least one condition, or it would match every item");
        var names = new TemplateNames(variables.Keys, conditions.SelectMany(condition => condition.Captures));
        var assignments = (place.Optional("set")?.Members() ?? []).Select(member => ReadAssignment(member, names, onlyIfPresent: false))
            .Concat((place.Optional("setIfPresent")?.Members() ?? []).Select(member => ReadAssignment(member, names, onlyIfPresent: true)))
            .ToList();
        if (assignments.Count == 0)
            throw place.Error("a rule sets at least one attribute in 'set' or 'setIfPresent'");
        var twice = assignments.GroupBy(assignment => assignment.Attribute, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw place.Error($"'{twice.Key}' is set both in 'set' and in 'setIfPresent'");
        return new RuleDefinition(place.Require("name").NonEmptyText(), conditions, assignments,
            place.Optional("versionClocks")?.Elements().Select(ReadClock).ToList() ?? []);
    }

    private static List<AttributeCondition> ReadConditions(JsonPlace place) => place.Members().Select(member =>
    {
        member.AllowOnly("exists", "equals", "pattern");
        var pattern = member.Optional("pattern");
        var equals = member.Optional("equals");
        var exists = member.Optional("exists");
        if (pattern is null && equals is null && exists is null)
            throw member.Error("a condition says 'exists', 'equals' or 'pattern'");
        if (exists?.Boolean() == false && (pattern is not null || equals is not null))
            throw member.Error("an attribute that does not exist has no text to compare; leave 'equals' and 'pattern' out");
        return new AttributeCondition(member.Name, exists?.Boolean(), equals?.Text(), pattern is null ? null : ReadPattern(pattern));
    }).ToList();

    private static Assignment ReadAssignment(JsonPlace member, TemplateNames names, bool onlyIfPresent)
    {
        if (!member.IsObject)
            return new Assignment(member.Name, TemplateParser.Parse(member, AttributeType.S, names), onlyIfPresent);
        member.AllowOnly("S", "N");
        var types = member.Members().ToList();
        if (types.Count > 1)
            throw member.Error("a template makes a value of one type; write {\"S\": \"…\"} or {\"N\": \"…\"}");
        var typed = types.FirstOrDefault() ?? throw member.Error("a typed template is written {\"S\": \"…\"} or {\"N\": \"…\"}");
        return new Assignment(member.Name, TemplateParser.Parse(typed, typed.Name == "N" ? AttributeType.N : AttributeType.S, names), onlyIfPresent);
    }

    private static VersionClock ReadClock(JsonPlace place)
    {
        place.AllowOnly("match", "attribute", "type");
        var type = ReadType(place.Optional("type"));
        if (type == AttributeType.B)
            throw place.Require("type").Error("a version clock is of type N or S");
        return new VersionClock(place.Require("attribute").NonEmptyText(), type, place.Optional("match") is { } match ? ReadConditions(match) : []);
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

    /// <summary>Patterns run in linear time, so no item can hold a run up; look-around and back-references are not to be had for that.</summary>
    private static Regex ReadPattern(JsonPlace place)
    {
        try
        {
            return new Regex(place.NonEmptyText(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw place.Error($"'{place.Text()}' is no usable pattern: {error.Message.TrimEnd('.')}");
        }
    }
}
