using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Mappings;

/// <summary>Reads the rules of a mapping and their ways back.</summary>
internal sealed class RuleReader(KeySchema key, KeySchema targetKey, IEnumerable<string> variables)
{
    public RuleDefinition Read(JsonPlace place)
    {
        place.AllowOnly("name", "match", "leave", "set", "setIfPresent", "remove", "inverse", "versionClocks");
        var conditions = ConditionReader.ReadSome(place.Require("match"), "a rule");
        if (place.Optional("leave")?.Boolean() == true)
            return ReadLeaving(place, conditions);
        var assignments = ReadAssignments(place, conditions);
        var removals = ReadRemovals(place.Optional("remove"), assignments, targetKey, "the target table's");
        RequireTargetKey(place, assignments);
        return new RuleDefinition(
            place.Require("name").NonEmptyText(),
            conditions,
            assignments,
            removals,
            place.Optional("inverse") is { } inverse ? ReadInverse(inverse, assignments, removals) : null,
            place.Optional("versionClocks")?.Elements().Select(ReadClock).ToList() ?? []);
    }

    private static RuleDefinition ReadLeaving(JsonPlace place, IReadOnlyList<AttributeCondition> conditions)
    {
        var other = new[] { "set", "setIfPresent", "remove", "inverse", "versionClocks" }.Select(place.Optional).FirstOrDefault(member => member is not null);
        return other is null
            ? new RuleDefinition(place.Require("name").NonEmptyText(), conditions, [], [], Inverse: null, []) { Leaves = true }
            : throw other.Error("the rule leaves its items alone, so it does nothing else; take 'leave' or this away");
    }

    private InverseDefinition ReadInverse(JsonPlace place, IReadOnlyList<Assignment> forward, IReadOnlyList<string> removedBefore)
    {
        place.AllowOnly("match", "set", "setIfPresent", "remove");
        var conditions = ConditionReader.ReadSome(place.Require("match"), "an inverse");
        var assignments = ReadAssignments(place, conditions);
        foreach (var attribute in key.Attributes.Select(attribute => attribute.Name))
        {
            var isChanged = Sets(forward, attribute) || removedBefore.Contains(attribute, StringComparer.Ordinal);
            if (isChanged && !assignments.Any(assignment => assignment.Attribute == attribute && !assignment.OnlyIfPresent))
                throw place.Error($"the rule changes the key attribute '{attribute}', so its inverse must set it back in 'set'");
        }

        var removals = place.Optional("remove") is { } remove
            ? ReadRemovals(remove, assignments, key, "the old table's")
            : [.. forward.Select(assignment => assignment.Attribute).Where(attribute => !Sets(assignments, attribute) && !IsKey(key, attribute))];
        return new InverseDefinition(conditions, assignments, removals);
    }

    private List<Assignment> ReadAssignments(JsonPlace place, IReadOnlyList<AttributeCondition> conditions)
    {
        var names = new TemplateNames(variables, conditions.SelectMany(condition => condition.Captures), conditions.Where(condition => condition.IsAbsence).Select(condition => condition.Attribute));
        var assignments = (place.Optional("set")?.Members() ?? []).Select(member => ReadAssignment(member, names, onlyIfPresent: false))
            .Concat((place.Optional("setIfPresent")?.Members() ?? []).Select(member => ReadAssignment(member, names, onlyIfPresent: true)))
            .ToList();
        var twice = assignments.GroupBy(assignment => assignment.Attribute, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? assignments : throw place.Error($"'{twice.Key}' is set both in 'set' and in 'setIfPresent'");
    }

    private static Assignment ReadAssignment(JsonPlace member, TemplateNames names, bool onlyIfPresent)
    {
        if (onlyIfPresent && names.IsAbsent(member.Name))
            throw member.Error($"'match' asks that '{member.Name}' does not exist, so it would never be set; write it in 'set'");
        if (!member.IsObject)
            return new Assignment(member.Name, TemplateParser.Parse(member, AttributeType.S, names), onlyIfPresent);
        member.AllowOnly("S", "N");
        var types = member.Members().ToList();
        if (types.Count > 1)
            throw member.Error("a template makes a value of one type; write {\"S\": \"…\"} or {\"N\": \"…\"}");
        var typed = types.FirstOrDefault() ?? throw member.Error("a typed template is written {\"S\": \"…\"} or {\"N\": \"…\"}");
        return new Assignment(member.Name, TemplateParser.Parse(typed, typed.Name == "N" ? AttributeType.N : AttributeType.S, names), onlyIfPresent);
    }

    private static IReadOnlyList<string> ReadRemovals(JsonPlace? place, IReadOnlyList<Assignment> assignments, KeySchema kept, string whose)
    {
        if (place is null)
            return [];
        return place.DistinctTexts(text =>
        {
            var name = text.NonEmptyText();
            if (Sets(assignments, name))
                throw text.Error($"'{name}' is both set and removed; decide on one");
            return IsKey(kept, name) ? throw text.Error($"'{name}' is of {whose} key, which every item there has") : name;
        });
    }

    /// <summary>What only the items can tell, whether they have an attribute at all, each run looks at.</summary>
    private void RequireTargetKey(JsonPlace place, IReadOnlyList<Assignment> assignments)
    {
        foreach (var wanted in targetKey.Attributes)
        {
            var carried = key.Attributes.FirstOrDefault(attribute => attribute.Name == wanted.Name);
            if (carried is not null && carried.Type != wanted.Type && !assignments.Any(assignment => assignment.Attribute == wanted.Name && !assignment.OnlyIfPresent))
                throw place.Error($"'{wanted.Name}' is of type {AttributeValue.NameOf(carried.Type)} in 'key' and of type {AttributeValue.NameOf(wanted.Type)} in 'targetKey', and the rule does not set it");
        }
    }

    private static VersionClock ReadClock(JsonPlace place)
    {
        place.AllowOnly("match", "attribute", "type");
        var type = MappingReader.ReadType(place.Optional("type"));
        if (type == AttributeType.B)
            throw place.Require("type").Error("a version clock is of type N or S");
        return new VersionClock(place.Require("attribute").NonEmptyText(), type, place.Optional("match") is { } match ? ConditionReader.Read(match) : []);
    }

    private static bool Sets(IReadOnlyList<Assignment> assignments, string attribute) => assignments.Any(assignment => assignment.Attribute == attribute);

    private static bool IsKey(KeySchema schema, string attribute) => schema.Attributes.Any(part => part.Name == attribute);
}
