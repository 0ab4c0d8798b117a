using System.Text.RegularExpressions;

namespace DynamoNamespace.Build.Staging;

/// <summary>
/// Tags that name a module's cmdlets. Find-PSResource -CommandName and the pages of the PowerShell Gallery go by them.
/// PowerShellGet 2 added them to what it published, and PSResourceGet does not.
/// </summary>
internal static class CommandTags
{
    /// <summary>The most that the PowerShell Gallery takes.</summary>
    private const int MostCharacters = 4000;

    /// <summary>Adds the tags to a manifest, since a repository that is a folder reads them from there.</summary>
    public static void AddTo(string path, ModuleManifest manifest)
    {
        var tags = manifest.Cmdlets.SelectMany(name => new[] { "PSCmdlet_" + name, "PSCommand_" + name })
            .Prepend("PSIncludes_Cmdlet").ToList();
        var length = tags.Concat(manifest.Tags).Sum(tag => tag.Length + 1);
        if (length > MostCharacters)
        {
            throw new BuildException(
                $"The tags of the module have {length} characters, and the PowerShell Gallery takes {MostCharacters}. "
                + $"Shorten Tags in {Repository.Shown(Repository.ManifestSource)}.");
        }

        var text = File.ReadAllText(path);
        var start = Regex.Match(text, @"^\s*Tags\s*=\s*@\(", RegexOptions.Multiline | RegexOptions.NonBacktracking);
        var lines = string.Concat(tags.Select(tag => $"{Environment.NewLine}                '{tag}',"));
        File.WriteAllText(path, text.Insert(start.Index + start.Length, lines));
    }
}
