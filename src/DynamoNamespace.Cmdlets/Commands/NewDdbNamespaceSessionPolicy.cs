using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Identity;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Makes a policy document that lists its namespaces, for an STS session or a managed policy.</summary>
[Cmdlet(VerbsCommon.New, "DdbNamespaceSessionPolicy", HelpUri = HelpPage.Root + "New-DdbNamespaceSessionPolicy.md")]
[OutputType("DynamoNamespace.Engine.Identity.DdbNamespacePolicy")]
public sealed class NewDdbNamespaceSessionPolicy : DdbCmdlet
{
    private readonly List<PipedNamespaces> piped = [];

    /// <summary>The table.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public string? TableName { get; set; }

    /// <summary>Namespaces by name.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    public string[] Namespace { get; set; } = [];

    /// <summary>Namespaces by ID.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[] NamespaceId { get; set; } = [];

    /// <summary>The table's ARN.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? TableArn { get; set; }

    /// <summary>What the policy allows.</summary>
    [Parameter]
    [ValidateSet("Acquire", "Full", "ReadOnly")]
    public string Access { get; set; } = "Acquire";

    /// <summary>Make it for a managed policy.</summary>
    [Parameter]
    public SwitchParameter Managed { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => piped.Add(new PipedNamespaces(
        string.IsNullOrEmpty(TableName) ? null : TableName,
        string.IsNullOrEmpty(TableArn) ? null : TableArn,
        // What comes out of Get-DdbNamespace has both, and its name may have been registered anew.
        MyInvocation.ExpectingInput && NamespaceId.Length > 0 ? [] : Namespace,
        NamespaceId));

    /// <summary>Once all are known: a policy lists all the namespaces of its table.</summary>
    protected override void EndProcessing()
    {
        foreach (var table in piped.GroupBy(one => (one.TableName, one.TableArn)))
        {
            if (TryRun(() => ReadOptions([.. table]), (options, _, token) => NamespaceSessionPolicies.CreateAsync(options, token), out var policy))
                WriteObject(policy);
        }
    }

    private SessionPolicyOptions ReadOptions(IReadOnlyList<PipedNamespaces> namespaces) => new()
    {
        TableName = namespaces[0].TableName,
        TableArn = namespaces[0].TableArn,
        Namespaces = [.. namespaces.SelectMany(one => one.Names)],
        NamespaceIds = [.. namespaces.SelectMany(one => one.Ids)],
        Access = Enum.Parse<DdbNamespaceAccessLevel>(Access, ignoreCase: true),
        Kind = Managed ? DdbPolicyKind.Managed : DdbPolicyKind.Session,
        Connection = Connection.Read(),
    };

    private sealed record PipedNamespaces(string? TableName, string? TableArn, string[] Names, string[] Ids);
}
