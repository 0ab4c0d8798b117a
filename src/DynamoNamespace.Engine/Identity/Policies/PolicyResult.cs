namespace DynamoNamespace.Engine.Identity.Policies;

/// <summary>A decision, and the policy and statement that it comes from.</summary>
internal sealed record PolicyResult(DdbPolicyDecision Decision, string Reason);
