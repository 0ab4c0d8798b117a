namespace DynamoNamespace.Engine.Mappings;

/// <summary>What sort of document an error is about.</summary>
/// <param name="Noun">How people call it.</param>
/// <param name="InvalidId">The error ID of a document with an error.</param>
/// <param name="NotJsonId">The error ID of a document that is no JSON.</param>
internal sealed record DocumentKind(string Noun, string InvalidId, string NotJsonId)
{
    public static DocumentKind Mapping { get; } = new("mapping", "MappingInvalid", "MappingNotJson");

    public static DocumentKind Plan { get; } = new("plan", "PlanInvalid", "PlanNotJson");
}
