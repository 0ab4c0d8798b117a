using System.Management.Automation;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>Confirms what only some calls of a cmdlet do, with the same rules as a cmdlet of high impact.</summary>
internal static class HighImpactConfirmation
{
    public static bool IsGiven(PSCmdlet cmdlet, string description, string caption)
    {
        // -Confirm has asked already, and -Confirm:$false says not to.
        if (cmdlet.MyInvocation.BoundParameters.ContainsKey("Confirm"))
            return true;
        var preference = LanguagePrimitives.TryConvertTo<ConfirmImpact>(cmdlet.GetVariableValue("ConfirmPreference"), out var impact) ? impact : ConfirmImpact.High;
        return preference == ConfirmImpact.None || cmdlet.ShouldContinue(description + "?", caption);
    }
}
