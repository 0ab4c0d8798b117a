using DynamoNamespace.Engine.Aws.Iam;

namespace DynamoNamespace.Engine.Aws;

/// <summary>What calls are about, for the errors that come of them.</summary>
/// <param name="Kind">As people say it, such as <c>table</c>.</param>
/// <param name="Name">Its name.</param>
internal sealed record CallSubject(string Kind, string Name)
{
    public static CallSubject Table(string name) => new("table", name);

    public static CallSubject Stack(string name) => new("stack", name);

    public static CallSubject Principal(IamPrincipal principal) => new(principal.Type.ToString().ToLowerInvariant(), principal.Name);

    /// <summary>What helps where it goes on being throttled.</summary>
    public string WhenThrottled => Kind == "table"
        ? "Lower -MaxReadUnits and -MaxWriteUnits or raise the table's capacity, then run the same command again."
        : "Others in the account may be calling the same service; wait a minute, then run the same command again.";

    /// <summary>Says what was done before an error, in whole sentences; null where nothing is changed at all.</summary>
    public Func<string>? Done { get; set; }

    public override string ToString() => $"{Kind} '{Name}'";
}
