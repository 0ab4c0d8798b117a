using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Identity.Policies;

/// <summary>An identity-based IAM policy, read from its JSON.</summary>
/// <param name="Name">The policy's name, which reasons and errors tell.</param>
/// <param name="HasVariables">
/// Its language version knows policy variables; in the older one <c>${…}</c> is plain text
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html).
/// </param>
/// <param name="Statements">Its statements, in the document's order.</param>
internal sealed record PolicyDocument(string Name, bool HasVariables, IReadOnlyList<PolicyStatement> Statements)
{
    /// <summary>Reads a policy from plain JSON. IAM's answers carry it percent-encoded: decode it first.</summary>
    /// <exception cref="DdbException">It is no valid policy; the message names the policy and the place.</exception>
    public static PolicyDocument Parse(string json, string name) => PolicyReader.Read(json, name);
}
