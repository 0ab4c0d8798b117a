using System.Xml.Linq;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Changes;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Deployment;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Resources;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Actions;

/// <summary>Creates, updates and deletes stacks without a change set, and takes up a failed way back.</summary>
internal sealed class StackWrites(StackStore store, DefinitionReader definitions, StackDeployer deployer, ResourceTypes types)
{
    public Dictionary<string, QueryAction> Actions => new(StringComparer.Ordinal)
    {
        ["CreateStack"] = CreateStack,
        ["UpdateStack"] = UpdateStack,
        ["DeleteStack"] = DeleteStack,
        ["ContinueUpdateRollback"] = ContinueUpdateRollback,
        ["UpdateTerminationProtection"] = UpdateTerminationProtection,
    };

    private IEnumerable<XElement?> CreateStack(AwsRequest request)
    {
        var name = StackName.Check(request.Parameters.Required("StackName"));
        if (store.Find(request.Region, name) is not null)
            throw new AwsException("AlreadyExistsException", $"Stack [{name}] already exists");
        var stack = new Stack(name, request.Region)
        {
            DisableRollback = request.Parameters.Flag("DisableRollback") ?? request.Parameters.Text("OnFailure") == "DO_NOTHING",
            TerminationProtection = request.Parameters.Flag("EnableTerminationProtection") ?? false,
        };
        var definition = definitions.Read(request.Parameters, null);
        StackComparison.Compare(stack, definition, types);
        store.Stacks.Add(stack);
        deployer.Create(stack, definition);
        return [QueryXml.Text("StackId", stack.Id)];
    }

    private IEnumerable<XElement?> UpdateStack(AwsRequest request)
    {
        var stack = store.GetBracketed(request);
        UpdateRefusal.Check(stack);
        var definition = definitions.Read(request.Parameters, stack);
        var changes = StackComparison.Compare(stack, definition, types);
        if (!StackComparison.IsChange(stack, definition, changes))
            throw AwsException.Validation("No updates are to be performed.");
        foreach (var changeSet in stack.ChangeSets.Where(changeSet => changeSet.ExecutionStatus == "AVAILABLE"))
            changeSet.ExecutionStatus = "OBSOLETE";
        stack.Token = request.Parameters.Text("ClientRequestToken");
        deployer.Update(stack, definition, changeSet: null);
        return [QueryXml.Text("StackId", stack.Id)];
    }

    private IEnumerable<XElement?>? DeleteStack(AwsRequest request)
    {
        // To delete what is not there is a success.
        if (store.Find(request.Region, request.Parameters.Required("StackName")) is not { IsDeleted: false } stack)
            return null;
        if (stack.TerminationProtection)
            throw AwsException.Validation($"Stack [{stack.Name}] cannot be deleted while TerminationProtection is enabled");
        if (stack.Status is "CREATE_IN_PROGRESS" or "UPDATE_IN_PROGRESS" or "UPDATE_ROLLBACK_IN_PROGRESS" or "ROLLBACK_IN_PROGRESS" or "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
            throw AwsException.Validation($"Stack [{stack.Id}] cannot be deleted while in status {stack.Status}");
        if (stack.Status == "DELETE_IN_PROGRESS")
            return null;
        stack.Token = request.Parameters.Text("ClientRequestToken");
        deployer.Delete(stack);
        return null;
    }

    private IEnumerable<XElement?> ContinueUpdateRollback(AwsRequest request)
    {
        var stack = store.GetBracketed(request);
        if (stack.Status != "UPDATE_ROLLBACK_FAILED")
            throw AwsException.Validation($"Stack:{stack.Id} is in {stack.Status} state and can not continue rolling back. Stack must be in UPDATE_ROLLBACK_FAILED state");
        deployer.ContinueRollback(stack, request.Parameters.Texts("ResourcesToSkip") ?? []);
        return [];
    }

    private IEnumerable<XElement?> UpdateTerminationProtection(AwsRequest request)
    {
        var stack = store.GetBracketed(request);
        stack.TerminationProtection = request.Parameters.Flag("EnableTerminationProtection") ?? false;
        return [QueryXml.Text("StackId", stack.Id)];
    }
}
