using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Changes;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Actions;

/// <summary>Finds a change set by its ARN alone, or by its name and its stack.</summary>
internal static class ChangeSetLookup
{
    /// <exception cref="AwsException">There is none, or the call does not say of which stack.</exception>
    public static ChangeSet Get(StackStore store, AwsRequest request) =>
        Find(store, request) ?? throw new AwsException("ChangeSetNotFound", $"ChangeSet [{request.Parameters.Text("ChangeSetName")}] does not exist", 404);

    /// <exception cref="AwsException">The call does not say of which stack.</exception>
    public static ChangeSet? Find(StackStore store, AwsRequest request)
    {
        var name = request.Parameters.Required("ChangeSetName");
        if (name.StartsWith("arn:", StringComparison.Ordinal))
            return store.Stacks.SelectMany(stack => stack.ChangeSets).FirstOrDefault(changeSet => changeSet.Id == name && changeSet.Stack.Region == request.Region);
        if (!request.Parameters.Has("StackName"))
            throw AwsException.Validation("StackName must be specified if ChangeSetName is not specified as an ARN.");
        return store.GetBracketed(request).ChangeSets.Find(changeSet => changeSet.Name == name);
    }
}
