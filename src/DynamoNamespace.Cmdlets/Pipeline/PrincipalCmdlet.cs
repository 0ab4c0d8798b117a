using System.Management.Automation;
using DynamoNamespace.Engine.Identity.Principals;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>The parameters of what works on roles or users, one after another.</summary>
public abstract class PrincipalCmdlet : DdbCmdlet
{
    /// <summary>The parameter set of roles.</summary>
    protected const string RoleSet = "Role";

    /// <summary>The parameter set of users.</summary>
    protected const string UserSet = "User";

    /// <summary>Roles, by name or ARN.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RoleSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] RoleName { get; set; } = [];

    /// <summary>Users, by name or ARN.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UserSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] UserName { get; set; } = [];

    /// <summary>Does the cmdlet's work for each principal; one that fails is an error of its own, and the others go on.</summary>
    protected override void ProcessRecord()
    {
        var (type, names) = ParameterSetName == UserSet ? (DdbPrincipalType.User, UserName) : (DdbPrincipalType.Role, RoleName);
        foreach (var name in names)
            Process(type, name);
    }

    private protected abstract void Process(DdbPrincipalType type, string name);

    private protected static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
