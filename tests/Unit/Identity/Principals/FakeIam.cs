using System.Net;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws.Iam;

namespace DynamoNamespace.Tests.Unit.Identity.Principals;

/// <summary>An account's roles, users and policies in memory, with IAM's quotas.</summary>
internal sealed class FakeIam : IIam
{
    public const string Account = "123456789012";
    public const int PolicyQuota = 10;
    public const int TagQuota = 50;

    private readonly Dictionary<IamPrincipal, Entity> entities = [];
    private readonly Dictionary<string, string> policies = new(StringComparer.Ordinal);

    /// <summary>What changed something, in order.</summary>
    public List<string> Changes { get; } = [];

    /// <summary>Calls of these names are refused.</summary>
    public HashSet<string> Denied { get; } = new(StringComparer.Ordinal);

    public List<PolicySimulation> Simulations { get; } = [];

    /// <summary>What the simulator answers.</summary>
    public Func<PolicySimulation, IEnumerable<SimulatedAction>> Simulator { get; set; } = _ => [];

    public IamPrincipal Role(string name) => Add(new IamPrincipal(IamPrincipalType.Role, name), $"arn:aws:iam::{Account}:role/{name}");

    public IamPrincipal User(string name, params IamPrincipal[] groups)
    {
        var user = Add(new IamPrincipal(IamPrincipalType.User, name), $"arn:aws:iam::{Account}:user/{name}");
        entities[user].Groups.AddRange(groups);
        return user;
    }

    public IamPrincipal Group(string name) => Add(new IamPrincipal(IamPrincipalType.Group, name), $"arn:aws:iam::{Account}:group/{name}");

    public string Policy(string name, string document = """{"Version":"2012-10-17","Statement":[]}""")
    {
        var arn = $"arn:aws:iam::{Account}:policy/{name}";
        policies[arn] = document;
        return arn;
    }

    public void SetBoundary(IamPrincipal principal, string policyArn) => entities[principal].Boundary = policyArn;

    public void PutInline(IamPrincipal principal, string name, string document) => entities[principal].Inline[name] = document;

    public IDictionary<string, string> Tags(IamPrincipal principal) => entities[principal].Tags;

    public IList<string> Attached(IamPrincipal principal) => entities[principal].Attached;

    public Task<IamPrincipalDetail?> FindAsync(IamPrincipal principal, CancellationToken cancellationToken) => Answer($"Get{principal.Type}", () =>
        entities.TryGetValue(principal, out var entity) ? new IamPrincipalDetail(principal, entity.Arn, entity.Boundary) : null);

    public Task<IReadOnlyList<AttachedPolicy>> ListAttachedPoliciesAsync(IamPrincipal principal, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<AttachedPolicy>>($"ListAttached{principal.Type}Policies", () => [.. entities[principal].Attached.Select(arn => new AttachedPolicy(NameOf(arn), arn))]);

    public Task<IReadOnlyList<string>> ListInlinePolicyNamesAsync(IamPrincipal principal, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<string>>($"List{principal.Type}Policies", () => [.. entities[principal].Inline.Keys]);

    public Task<string> GetInlinePolicyAsync(IamPrincipal principal, string policyName, CancellationToken cancellationToken) =>
        Answer($"Get{principal.Type}Policy", () => entities[principal].Inline[policyName]);

    public Task<IReadOnlyList<IamPrincipal>> ListGroupsAsync(string userName, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<IamPrincipal>>("ListGroupsForUser", () => entities[new IamPrincipal(IamPrincipalType.User, userName)].Groups);

    public Task AttachPolicyAsync(IamPrincipal principal, string policyArn, CancellationToken cancellationToken) => Answer($"Attach{principal.Type}Policy", () =>
    {
        var attached = entities[principal].Attached;
        if (attached.Count >= PolicyQuota)
            throw Refusal("LimitExceeded", $"Cannot exceed quota for PoliciesPer{principal.Type}: {PolicyQuota}", HttpStatusCode.Conflict);
        attached.Add(policyArn);
        Changes.Add($"attach {policyArn} {principal.Name}");
        return true;
    });

    public Task DetachPolicyAsync(IamPrincipal principal, string policyArn, CancellationToken cancellationToken) => Answer($"Detach{principal.Type}Policy", () =>
    {
        Changes.Add($"detach {policyArn} {principal.Name}");
        return entities[principal].Attached.Remove(policyArn) ? true : throw Refusal("NoSuchEntity", $"Policy {policyArn} was not found.", HttpStatusCode.NotFound);
    });

    public Task<IReadOnlyDictionary<string, string>> ListTagsAsync(IamPrincipal principal, CancellationToken cancellationToken) =>
        Answer<IReadOnlyDictionary<string, string>>($"List{principal.Type}Tags", () => entities[principal].Tags);

    public Task TagAsync(IamPrincipal principal, string key, string value, CancellationToken cancellationToken) => Answer($"Tag{principal.Type}", () =>
    {
        var tags = entities[principal].Tags;
        if (!tags.ContainsKey(key) && tags.Count >= TagQuota)
            throw Refusal("LimitExceeded", "The number of tags has reached the maximum limit.", HttpStatusCode.Conflict);
        tags[key] = value;
        Changes.Add($"tag {key}={value} {principal.Name}");
        return true;
    });

    public Task UntagAsync(IamPrincipal principal, string key, CancellationToken cancellationToken) => Answer($"Untag{principal.Type}", () =>
    {
        Changes.Add($"untag {key} {principal.Name}");
        return entities[principal].Tags.Remove(key);
    });

    public Task<ManagedPolicy?> FindPolicyAsync(string policyArn, CancellationToken cancellationToken) =>
        Answer("GetPolicy", () => policies.ContainsKey(policyArn) ? new ManagedPolicy(NameOf(policyArn), policyArn, "v1") : null);

    public Task<string> GetPolicyDocumentAsync(string policyArn, string versionId, CancellationToken cancellationToken) => Answer("GetPolicyVersion", () => policies[policyArn]);

    public Task<IReadOnlyList<SimulatedAction>> SimulateAsync(PolicySimulation simulation, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<SimulatedAction>>("SimulatePrincipalPolicy", () =>
        {
            Simulations.Add(simulation);
            return [.. Simulator(simulation)];
        });

    private static string NameOf(string arn) => arn[(arn.LastIndexOf('/') + 1)..];

    private static AmazonServiceException Refusal(string code, string message, HttpStatusCode status) => new(message, null, ErrorType.Sender, code, "r-1", status);

    private IamPrincipal Add(IamPrincipal principal, string arn)
    {
        entities[principal] = new Entity(arn);
        return principal;
    }

    private Task<T> Answer<T>(string action, Func<T> answer) => Denied.Contains(action)
        ? Task.FromException<T>(Refusal("AccessDenied", $"User: local is not authorized to perform: iam:{action}", HttpStatusCode.Forbidden))
        : Task.Run(answer);

    private sealed class Entity(string arn)
    {
        public string Arn => arn;

        public string? Boundary { get; set; }

        public List<string> Attached { get; } = [];

        public Dictionary<string, string> Inline { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, string> Tags { get; } = new(StringComparer.OrdinalIgnoreCase);

        public List<IamPrincipal> Groups { get; } = [];
    }
}
