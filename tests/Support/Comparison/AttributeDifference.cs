namespace DynamoNamespace.Tests.Support.Comparison;

/// <summary>Where two items differ: the path of the value, and both values in DynamoDB JSON (null where absent).</summary>
public sealed record AttributeDifference(string Path, string? Expected, string? Actual)
{
    private const int ShownLength = 160;

    public override string ToString() => $"{Path}: expected {Shown(Expected)}, found {Shown(Actual)}";

    private static string Shown(string? json) => json switch
    {
        null => "nothing",
        { Length: > ShownLength } => $"{json[..ShownLength]}… ({json.Length} characters)",
        _ => json,
    };
}
