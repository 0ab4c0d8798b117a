namespace DynamoNamespace.Build.Help;

/// <summary>A cmdlet's page joined with its class, and what either lacks of the other.</summary>
internal sealed record CmdletHelp(CmdletDefinition Cmdlet, CmdletPage Page, CmdletPage Shared)
{
    private const int LeastExamples = 2;

    public ParameterHelp? Of(ParameterDefinition parameter) =>
        Page.Parameters.GetValueOrDefault(parameter.Name) ?? Shared.Parameters.GetValueOrDefault(parameter.Name);

    /// <summary>What a reader of this help would miss, a sentence each.</summary>
    public IEnumerable<string> Gaps()
    {
        if (Page.Synopsis.IsEmpty)
            yield return $"{Page.File} has no SYNOPSIS.";
        if (Page.Description.IsEmpty)
            yield return $"{Page.File} has no DESCRIPTION.";
        if (Page.Examples.Count < LeastExamples)
            yield return $"{Page.File} has {Page.Examples.Count} examples; a cmdlet's help has at least {LeastExamples}.";
        if (Page.Outputs.Count == 0)
            yield return $"{Page.File} has no OUTPUTS; a cmdlet that writes nothing says '### None'.";
        if (Cmdlet.HelpUri is not { } address || !address.EndsWith("/" + Page.File, StringComparison.Ordinal))
            yield return $"{Cmdlet.Name} has the HelpUri '{Cmdlet.HelpUri}'; Get-Help -Online needs the address of {Page.File}.";
        foreach (var parameter in Cmdlet.Parameters.Where(parameter => Of(parameter) is not { Text.IsEmpty: false }))
            yield return $"{Page.File} does not describe -{parameter.Name}, and {Shared.File} does not either.";
        foreach (var name in Page.Parameters.Keys.Except(Cmdlet.Parameters.Select(parameter => parameter.Name), StringComparer.OrdinalIgnoreCase))
            yield return $"{Page.File} describes -{name}, which {Cmdlet.Name} does not have.";
    }
}
