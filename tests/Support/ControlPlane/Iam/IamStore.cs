using System.Collections.Concurrent;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.Iam;

/// <summary>The account's roles, users, groups and managed policies, and what holds among them.</summary>
internal sealed class IamStore
{
    private const int MostTags = 50;
    private readonly ControlPlaneOptions _options;
    private readonly ConcurrentDictionary<(PrincipalKind Kind, string Name), Principal> _principals = new();
    private readonly ConcurrentDictionary<string, ManagedPolicy> _policies = new(StringComparer.Ordinal);

    public IamStore(ControlPlaneOptions options)
    {
        _options = options;
        foreach (var policy in AwsManagedPolicies.Create())
            _policies[policy.Arn] = policy;
    }

    public IEnumerable<ManagedPolicy> Policies => _policies.Values.OrderBy(policy => policy.Arn, StringComparer.Ordinal);

    public IEnumerable<Principal> Principals(PrincipalKind kind) =>
        _principals.Values.Where(principal => principal.Kind == kind).OrderBy(principal => principal.Name, StringComparer.Ordinal);

    public Principal? Find(PrincipalKind kind, string name) => _principals.GetValueOrDefault((kind, name));

    public Principal? FindByArn(string arn) => _principals.Values.FirstOrDefault(principal => principal.Arn == arn);

    public Principal Get(PrincipalKind kind, string name) => Find(kind, name) ?? throw NoSuchEntity(kind == PrincipalKind.Group
        ? $"The group with name {name} cannot be found."
        : $"The {kind.ToString().ToLowerInvariant()} with name {name} cannot be found.");

    public Principal Add(Principal principal) => _principals.TryAdd((principal.Kind, principal.Name), principal)
        ? principal
        : throw new AwsException("EntityAlreadyExists", $"{principal.Kind} with name {principal.Name} already exists.", 409);

    public void Remove(Principal principal)
    {
        if (principal.Attached.Count > 0)
            throw new AwsException("DeleteConflict", "Cannot delete entity, must detach all policies first.", 409);
        if (principal.Inline.Count > 0)
            throw new AwsException("DeleteConflict", "Cannot delete entity, must delete policies first.", 409);
        _principals.TryRemove((principal.Kind, principal.Name), out _);
    }

    public ManagedPolicy GetPolicy(string arn)
    {
        PolicyArn.Check(arn);
        return _policies.GetValueOrDefault(arn) ?? throw NoSuchEntity($"Policy {arn} does not exist or is not attachable.");
    }

    public ManagedPolicy Add(ManagedPolicy policy) => _policies.TryAdd(policy.Arn, policy)
        ? policy
        : throw new AwsException("EntityAlreadyExists", $"A policy called {policy.Name} already exists. Duplicate names are not allowed.", 409);

    public void Remove(ManagedPolicy policy)
    {
        if (AttachedTo(policy).Any())
            throw new AwsException("DeleteConflict", "Cannot delete a policy attached to entities.", 409);
        if (policy.IsAwsManaged)
            throw new AwsException("AccessDenied", "Cannot delete an AWS managed policy.", 403);
        _policies.TryRemove(policy.Arn, out _);
    }

    public IEnumerable<Principal> AttachedTo(ManagedPolicy policy) =>
        _principals.Values.Where(principal => principal.Attached.Contains(policy.Arn)).OrderBy(principal => principal.Arn, StringComparer.Ordinal);

    public void Attach(Principal principal, string policyArn)
    {
        var policy = GetPolicy(policyArn);
        if (principal.Attached.Contains(policy.Arn))
            return;
        if (principal.Attached.Count >= _options.ManagedPoliciesPerPrincipal)
            throw new AwsException("LimitExceeded", $"Cannot exceed quota for PoliciesPer{principal.Kind}: {_options.ManagedPoliciesPerPrincipal}", 409);
        principal.Attached.Add(policy.Arn);
    }

    public void Detach(Principal principal, string policyArn)
    {
        PolicyArn.Check(policyArn);
        if (!principal.Attached.Remove(policyArn))
            throw NoSuchEntity($"Policy {policyArn} was not found.");
    }

    public static void Tag(Principal principal, IEnumerable<KeyValuePair<string, string>> tags)
    {
        var after = new Dictionary<string, string>(principal.Tags, StringComparer.Ordinal);
        foreach (var (key, value) in tags)
            after[IamTag.CheckKey(key)] = IamTag.CheckValue(value);
        if (after.Count > MostTags)
            throw new AwsException("LimitExceeded", $"The number of tags has reached the maximum limit: {MostTags}.", 409);
        foreach (var (key, value) in after)
            principal.Tags[key] = value;
    }

    public static AwsException NoSuchEntity(string message) => new("NoSuchEntity", message, 404);
}
