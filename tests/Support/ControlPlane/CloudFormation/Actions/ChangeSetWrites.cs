using System.Xml.Linq;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Changes;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Deployment;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Resources;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Actions;

/// <summary>https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html and what is done with one.</summary>
internal sealed class ChangeSetWrites(StackStore store, DefinitionReader definitions, StackDeployer deployer, ResourceTypes types)
{
    public Dictionary<string, QueryAction> Actions => new(StringComparer.Ordinal)
    {
        ["CreateChangeSet"] = CreateChangeSet,
        ["ExecuteChangeSet"] = ExecuteChangeSet,
        ["DeleteChangeSet"] = DeleteChangeSet,
    };

    private IEnumerable<XElement?> CreateChangeSet(AwsRequest request)
    {
        var parameters = request.Parameters;
        var name = StackName.Check(parameters.Required("ChangeSetName"), "changeSetName");
        var type = parameters.Text("ChangeSetType") ?? "UPDATE";
        var existing = type switch
        {
            "CREATE" => Reviewed(request, name),
            "UPDATE" => store.GetBracketed(request),
            _ => throw AwsException.Validation($"1 validation error detected: Value '{type}' at 'changeSetType' failed to satisfy constraint: Member must satisfy enum value set: [IMPORT, UPDATE, CREATE]"),
        };
        if (type == "UPDATE")
            UpdateRefusal.Check(existing!);
        if (existing?.ChangeSets.Exists(changeSet => changeSet.Name == name) == true)
            throw new AwsException("AlreadyExistsException", $"ChangeSet {name} cannot be created due to a mismatch with existing attribute Template");

        var definition = definitions.Read(parameters, existing);
        var stack = existing ?? new Stack(StackName.Check(parameters.Required("StackName")), request.Region);
        StackComparison.Compare(stack, definition, types);
        if (existing is null)
        {
            store.Stacks.Add(stack);
            stack.SetStatus("REVIEW_IN_PROGRESS", "User Initiated");
        }

        var created = new ChangeSet(name, stack, definition, type) { Description = parameters.Text("Description") };
        stack.ChangeSets.Add(created);
        deployer.Prepare(created);
        return [QueryXml.Text("Id", created.Id), QueryXml.Text("StackId", stack.Id)];
    }

    private Stack? Reviewed(AwsRequest request, string changeSetName)
    {
        var stackName = request.Parameters.Required("StackName");
        var stack = store.Find(request.Region, stackName);
        return stack is null or { Status: "REVIEW_IN_PROGRESS" }
            ? stack
            : throw AwsException.Validation($"Stack [{stackName}] already exists and cannot be created again with the changeSet [{changeSetName}].");
    }

    private IEnumerable<XElement?> ExecuteChangeSet(AwsRequest request)
    {
        var changeSet = ChangeSetLookup.Get(store, request);
        if (changeSet.Status != "CREATE_COMPLETE")
            throw new AwsException("InvalidChangeSetStatus", $"ChangeSet [{changeSet.Id}] cannot be executed in its current status of [{changeSet.Status}]");
        if (changeSet.ExecutionStatus != "AVAILABLE")
            throw new AwsException("InvalidChangeSetStatus", $"ChangeSet [{changeSet.Id}] cannot be executed in its current execution status of [{changeSet.ExecutionStatus}]");
        var stack = changeSet.Stack;
        if (changeSet.Type == "UPDATE")
            UpdateRefusal.Check(stack);

        // The others were made for the stack as it was.
        stack.ChangeSets.RemoveAll(other => other != changeSet);
        stack.Token = request.Parameters.Text("ClientRequestToken");
        stack.DisableRollback = request.Parameters.Flag("DisableRollback") ?? false;
        if (changeSet.Type == "CREATE")
            deployer.Create(stack, changeSet.Definition, changeSet);
        else
            deployer.Update(stack, changeSet.Definition, changeSet);
        return [];
    }

    private IEnumerable<XElement?> DeleteChangeSet(AwsRequest request)
    {
        if (ChangeSetLookup.Find(store, request) is { } changeSet)
        {
            if (changeSet.Status is "CREATE_PENDING" or "CREATE_IN_PROGRESS" || changeSet.ExecutionStatus == "EXECUTE_IN_PROGRESS")
                throw new AwsException("InvalidChangeSetStatus", $"ChangeSet [{changeSet.Id}] cannot be deleted in its current status of [{changeSet.Status}]");
            changeSet.Stack.ChangeSets.Remove(changeSet);
        }

        return [];
    }
}
