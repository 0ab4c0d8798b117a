namespace DynamoNamespace.Engine.Identity.Policies;

/// <summary>One statement of a policy.</summary>
/// <param name="Number">Its place in the document, beginning with 1.</param>
/// <param name="Sid">Its own name, where it has one.</param>
/// <param name="IsAllow">It allows; else it denies.</param>
/// <param name="Actions">The actions that it is about.</param>
/// <param name="Resources">The resources that it is about.</param>
/// <param name="Conditions">What must hold too, all of it.</param>
internal sealed record PolicyStatement(
    int Number, string? Sid, bool IsAllow, PolicyPatterns Actions, PolicyPatterns Resources, IReadOnlyList<PolicyCondition> Conditions)
{
    /// <summary>How reasons name it, such as <c>statement 2 ('OwnKeys')</c>.</summary>
    public string Label => Sid is null ? $"statement {Number}" : $"statement {Number} ('{Sid}')";
}

/// <summary>The patterns of Action or Resource, or, negated, of NotAction or NotResource.</summary>
internal sealed record PolicyPatterns(bool IsNegated, IReadOnlyList<string> Values);

/// <summary>One key of a Condition block under its operator. All conditions of a statement must hold.</summary>
internal sealed record PolicyCondition(string Operator, string Key, IReadOnlyList<string> Values)
{
    public override string ToString() => $"{Operator} on {Key}";
}
