namespace DynamoNamespace.Engine.Identity.Policies;

/// <summary>What is known of a condition key: its values (none, if a request has no such key), or that it cannot be known offline.</summary>
internal readonly record struct ContextKey(bool IsKnown, IReadOnlyList<string> Values)
{
    public static readonly ContextKey Unknown = new(false, []);
}

/// <summary>
/// The condition keys of a request, as far as they are known. Key names know no case
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html).
/// </summary>
internal sealed class RequestContext
{
    public const string PrincipalTag = "aws:PrincipalTag/";

    private readonly Dictionary<string, IReadOnlyList<string>> keys;

    public RequestContext() => keys = new(StringComparer.OrdinalIgnoreCase);

    private RequestContext(RequestContext other) => keys = new(other.keys, StringComparer.OrdinalIgnoreCase);

    /// <summary>A principal has just these tags, so every other <c>aws:PrincipalTag/…</c> is absent.</summary>
    private bool HasAllPrincipalTags { get; init; }

    /// <summary>The keys that a request has, each with its values.</summary>
    public IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> Present => keys.Where(key => key.Value.Count > 0);

    public ContextKey Find(string key) =>
        keys.TryGetValue(key, out var values) ? new ContextKey(true, values)
        : HasAllPrincipalTags && key.StartsWith(PrincipalTag, StringComparison.OrdinalIgnoreCase) ? new ContextKey(true, [])
        : ContextKey.Unknown;

    /// <summary>The same with one key more; without a value the key is known to be absent.</summary>
    public RequestContext With(string key, params string[] values)
    {
        var copy = new RequestContext(this) { HasAllPrincipalTags = HasAllPrincipalTags };
        copy.keys[key] = values;
        return copy;
    }

    public RequestContext WithPrincipalTags(IEnumerable<KeyValuePair<string, string>> tags)
    {
        var copy = new RequestContext(this) { HasAllPrincipalTags = true };
        foreach (var (name, value) in tags)
            copy.keys[PrincipalTag + name] = [value];
        return copy;
    }
}
