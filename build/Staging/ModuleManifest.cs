using System.Text.RegularExpressions;

namespace DynamoNamespace.Build.Staging;

/// <summary>What the build needs from the psd1, read without PowerShell: strings in quotes, alone or in an array.</summary>
internal sealed partial record ModuleManifest(
    string Version, string? Prerelease, string RootModule, string ProjectUri, IReadOnlyList<string> Tags, IReadOnlyList<string> Files,
    IReadOnlyList<string> Cmdlets)
{
    private static readonly string[] KeysOfFiles = ["RootModule", "FormatsToProcess", "TypesToProcess", "NestedModules", "RequiredAssemblies", "ScriptsToProcess"];

    /// <summary>The version of the packages, such as <c>0.3.0-preview1</c>.</summary>
    public string PackageVersion => Prerelease is null ? Version : $"{Version}-{Prerelease}";

    public static ModuleManifest Read(string path)
    {
        var text = CommentLine().Replace(File.ReadAllText(path), "");
        return new(
            One(text, "ModuleVersion", path),
            Values(text, "Prerelease").FirstOrDefault(),
            One(text, "RootModule", path),
            One(text, "ProjectUri", path),
            Values(text, "Tags"),
            [.. KeysOfFiles.SelectMany(key => Values(text, key))],
            Values(text, "CmdletsToExport"));
    }

    private static string One(string text, string key, string path) =>
        Values(text, key) is [var value] ? value : throw new BuildException($"{Repository.Shown(path)} has no {key} = '…'. Give it one.");

    private static IReadOnlyList<string> Values(string text, string key)
    {
        var value = Regex.Match(text, $@"^\s*{key}\s*=\s*(?:@\((?<value>[^)]*)\)|(?<value>'[^'\n]*'|""[^""\n]*""))", RegexOptions.Multiline | RegexOptions.NonBacktracking);
        return [.. Quoted().Matches(value.Groups["value"].Value).Select(match => match.Groups["text"].Value)];
    }

    [GeneratedRegex(@"^\s*#.*$", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex CommentLine();

    [GeneratedRegex(@"['""](?<text>[^'""]*)['""]", RegexOptions.NonBacktracking)]
    private static partial Regex Quoted();
}
