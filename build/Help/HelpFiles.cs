namespace DynamoNamespace.Build.Help;

/// <summary>Writes the module's <c>en-US</c> folder from the pages under docs/.</summary>
internal static class HelpFiles
{
    private const string AboutTopicName = "about_" + Repository.ModuleName;

    private static readonly string Pages = Repository.At("docs", "cmdlets");

    /// <summary>Returns what the help lacks; the files are written when it lacks nothing.</summary>
    public static IReadOnlyList<string> Write(string module, IReadOnlyList<CmdletDefinition> cmdlets)
    {
        var about = Repository.At("docs", AboutTopicName + ".md");
        var shared = Path.Combine(Pages, "_shared.md");
        var unwritten = cmdlets.Select(cmdlet => PageOf(cmdlet.Name)).Append(shared).Append(about).Where(page => !File.Exists(page));
        List<string> findings = [.. unwritten.Select(page => $"{Repository.Shown(page)} is missing.")];
        findings.AddRange(Orphans(cmdlets));
        if (!File.Exists(shared))
            return findings;

        var sharedPage = CmdletPage.Read(shared);
        var help = cmdlets.Where(cmdlet => File.Exists(PageOf(cmdlet.Name)))
            .Select(cmdlet => new CmdletHelp(cmdlet, CmdletPage.Read(PageOf(cmdlet.Name)), sharedPage)).ToList();
        findings.AddRange(help.SelectMany(each => each.Gaps()));
        if (findings.Count > 0)
            return findings;

        var folder = Directory.CreateDirectory(Path.Combine(module, "en-US")).FullName;
        MamlFile.Create(help).Save(Path.Combine(folder, "DynamoNamespace.Cmdlets.dll-Help.xml"));
        File.WriteAllText(Path.Combine(folder, AboutTopicName + ".help.txt"), AboutTopic.Read(about));
        return findings;
    }

    private static string PageOf(string cmdlet) => Path.Combine(Pages, cmdlet + ".md");

    private static IEnumerable<string> Orphans(IReadOnlyList<CmdletDefinition> cmdlets) =>
        (Directory.Exists(Pages) ? Directory.GetFiles(Pages, "*-*.md") : [])
            .Where(page => !cmdlets.Any(cmdlet => string.Equals(cmdlet.Name, Path.GetFileNameWithoutExtension(page), StringComparison.Ordinal)))
            .Select(page => $"{Repository.Shown(page)} is the help of a cmdlet that does not exist.");
}
