using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;

namespace DynamoNamespace.Tests.Support.ControlPlane.Iam.Simulation;

/// <summary>
/// Variables such as <c>${aws:PrincipalTag/team}</c> in a policy's values, with a default as in <c>${aws:username, 'none'}</c>.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
/// </summary>
internal static class PolicyVariables
{
    /// <summary>The text with its variables replaced; null where the request lacks one, so that nothing matches.</summary>
    public static string? Replace(string text, SimulationContext context, ISet<string>? missing)
    {
        var complete = true;
        var replaced = Substitution.Replace(text, variable =>
        {
            if (variable is "*" or "?" or "$")
                return variable;
            var parts = variable.Split(',', 2);
            if (context.Find(parts[0].Trim()) is [var value])
                return value;
            if (parts.Length == 2)
                return parts[1].Trim().Trim('\'');
            missing?.Add(parts[0].Trim());
            complete = false;
            return "";
        });
        return complete ? replaced : null;
    }
}
