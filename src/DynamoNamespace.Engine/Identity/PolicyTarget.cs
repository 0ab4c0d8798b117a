using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Identity.Principals;
using DynamoNamespace.Engine.Stacks;

namespace DynamoNamespace.Engine.Identity;

/// <summary>A policy that is to be attached or detached, and what is known of it.</summary>
internal sealed record PolicyTarget(PolicyArn Arn)
{
    public DdbNamespaceAccessLevel? Access { get; init; }

    public string? StackName { get; init; }

    public string? TableName { get; init; }

    /// <summary>The policy that the options name, or the stack's.</summary>
    /// <exception cref="DdbException">There is no such stack, or it has no such policy.</exception>
    public static async Task<PolicyTarget> FindAsync(AwsServices services, NamespacePolicyOptions options, CancellationToken cancellationToken)
    {
        if (options.PolicyArn is not null)
            return new PolicyTarget(PolicyArn.Parse(options.PolicyArn));
        var found = await new StackReader(services).LocateAsync(options.StackName!, options.TableName, cancellationToken);
        var policy = StackPolicy.For(options.Access);
        var arn = StackReader.PolicyArn(found, policy) ?? throw new DdbException("PolicyNotInStack", DdbErrorKind.NotFound, found.Name,
            $"Stack '{found.Name}' ({found.Stack.Status}) has no policy for {options.Access} access to one namespace, neither as output {policy.OutputName} nor as resource {policy.LogicalId}. Add it with 'Update-DdbNamespaceStack {found.Name}' (ddbns stack update {found.Name}); nothing was changed.");
        return new PolicyTarget(PolicyArn.Parse(arn)) { Access = options.Access, StackName = found.Name, TableName = found.TableName };
    }
}
