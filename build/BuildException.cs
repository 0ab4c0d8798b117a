namespace DynamoNamespace.Build;

/// <summary>A task cannot go on; the message tells a person what is wrong and what to do.</summary>
internal sealed class BuildException(string message) : Exception(message)
{
    public static BuildException For(string headline, IEnumerable<string> findings) =>
        new(string.Join(Environment.NewLine, findings.Select(finding => "  - " + finding).Prepend(headline)));
}
