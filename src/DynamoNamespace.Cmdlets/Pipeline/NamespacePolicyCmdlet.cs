using System.Management.Automation;
using DynamoNamespace.Engine.Identity;
using DynamoNamespace.Engine.Identity.Principals;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>The parameters of what attaches and detaches policies.</summary>
public abstract class NamespacePolicyCmdlet : DdbCmdlet
{
    private protected const string RoleSet = "Role";
    private const string UserSet = "User";
    private const string RolePolicySet = "RolePolicyArn";
    private const string UserPolicySet = "UserPolicyArn";

    /// <summary>The stack whose policy it is.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = RoleSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = UserSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? StackName { get; set; }

    /// <summary>The table, where the stack has several.</summary>
    [Parameter(ParameterSetName = RoleSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = UserSet, ValueFromPipelineByPropertyName = true)]
    public string? TableName { get; set; }

    /// <summary>What the policy allows.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RoleSet)]
    [Parameter(Mandatory = true, ParameterSetName = UserSet)]
    [ValidateSet("Acquire", "Full", "ReadOnly")]
    public string Access { get; set; } = "";

    /// <summary>A policy by its ARN, instead of a stack's.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RolePolicySet)]
    [Parameter(Mandatory = true, ParameterSetName = UserPolicySet)]
    [ValidateNotNullOrEmpty]
    public string? PolicyArn { get; set; }

    /// <summary>Roles, by name or ARN.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RoleSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, ParameterSetName = RolePolicySet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] RoleName { get; set; } = [];

    /// <summary>Users, by name or ARN.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UserSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, ParameterSetName = UserPolicySet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] UserName { get; set; } = [];

    /// <summary>Does the cmdlet's work for each principal; one that fails is an error of its own, and the others go on.</summary>
    protected override void ProcessRecord()
    {
        var isUser = ParameterSetName is UserSet or UserPolicySet;
        foreach (var name in isUser ? UserName : RoleName)
        {
            if (TryRun(() => ReadOptions(isUser ? DdbPrincipalType.User : DdbPrincipalType.Role, name), RunAsync, out var attachment) && attachment is not null)
                WriteObject(attachment);
        }
    }

    private protected abstract Task<DdbNamespacePolicyAttachment?> RunAsync(NamespacePolicyOptions options, OperationPump pump, CancellationToken cancellationToken);

    private NamespacePolicyOptions ReadOptions(DdbPrincipalType type, string name) => new()
    {
        PrincipalName = name,
        PrincipalType = type,
        StackName = StackName,
        TableName = string.IsNullOrEmpty(TableName) ? null : TableName,
        Access = PolicyArn is null ? Enum.Parse<DdbNamespaceAccessLevel>(Access, ignoreCase: true) : default,
        PolicyArn = PolicyArn,
        Connection = Connection.Read(),
    };
}
