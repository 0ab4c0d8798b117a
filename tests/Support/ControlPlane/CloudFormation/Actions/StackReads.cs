using System.Xml.Linq;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Actions;

/// <summary>https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html and the resources' reads.</summary>
internal sealed class StackReads(StackStore store)
{
    private const int PageSize = 100;

    public Dictionary<string, QueryAction> Actions => new(StringComparer.Ordinal)
    {
        ["DescribeStacks"] = DescribeStacks,
        ["ListStackResources"] = ListStackResources,
        ["DescribeStackResources"] = DescribeStackResources,
    };

    private IEnumerable<XElement?> DescribeStacks(AwsRequest request)
    {
        if (request.Parameters.Has("StackName"))
            return [QueryXml.List("Stacks", [store.Get(request)], Describe)];
        var page = ListPage<Stack>.Of(
            store.Stacks.FindAll(stack => stack.Region == request.Region && !stack.IsDeleted), request.Parameters.Text("NextToken"), PageSize, stack => stack.Id);
        return [QueryXml.List("Stacks", page.Items, Describe), QueryXml.Text("NextToken", page.NextToken)];
    }

    private IEnumerable<XElement?> ListStackResources(AwsRequest request)
    {
        var page = ListPage<StackResource>.Of([.. store.Get(request).Resources.Values], request.Parameters.Text("NextToken"), PageSize, resource => resource.LogicalId);
        return
        [
            QueryXml.List("StackResourceSummaries", page.Items, resource => [.. Describe(resource), QueryXml.Time("LastUpdatedTimestamp", resource.ChangedAt)]),
            QueryXml.Text("NextToken", page.NextToken),
        ];
    }

    private IEnumerable<XElement?> DescribeStackResources(AwsRequest request)
    {
        var stack = store.Get(request);
        var only = request.Parameters.Text("LogicalResourceId");
        if (only is not null && !stack.Resources.ContainsKey(only))
            throw AwsException.Validation($"Resource {only} does not exist for stack {stack.Name}");
        // This call shows the first hundred only; ListStackResources has pages.
        var resources = stack.Resources.Values.Where(resource => only is null || resource.LogicalId == only).Take(PageSize);
        return
        [
            QueryXml.List("StackResources", resources, resource =>
            [
                QueryXml.Text("StackName", stack.Name),
                QueryXml.Text("StackId", stack.Id),
                .. Describe(resource),
                QueryXml.Time("Timestamp", resource.ChangedAt),
            ]),
        ];
    }

    private static IEnumerable<XElement?> Describe(StackResource resource) =>
    [
        QueryXml.Text("LogicalResourceId", resource.LogicalId),
        QueryXml.Text("PhysicalResourceId", resource.PhysicalId.Length > 0 ? resource.PhysicalId : null),
        QueryXml.Text("ResourceType", resource.Type),
        QueryXml.Text("ResourceStatus", resource.Status),
        QueryXml.Text("ResourceStatusReason", resource.StatusReason),
        QueryXml.Structure("DriftInformation", QueryXml.Text("StackResourceDriftStatus", "NOT_CHECKED")),
    ];

    private static IEnumerable<XElement?> Describe(Stack stack) =>
    [
        QueryXml.Text("StackId", stack.Id),
        QueryXml.Text("StackName", stack.Name),
        QueryXml.Text("ChangeSetId", stack.ChangeSetId),
        QueryXml.Text("Description", stack.Definition?.Template.Description),
        QueryXml.Time("CreationTime", stack.CreatedAt),
        QueryXml.Time("LastUpdatedTime", stack.UpdatedAt),
        QueryXml.Time("DeletionTime", stack.DeletedAt),
        QueryXml.Text("StackStatus", stack.Status),
        QueryXml.Text("StackStatusReason", stack.StatusReason),
        QueryXml.Flag("DisableRollback", stack.DisableRollback),
        QueryXml.Flag("EnableTerminationProtection", stack.TerminationProtection),
        QueryXml.Text("RoleARN", stack.Definition?.RoleArn),
        QueryXml.Structure("DriftInformation", QueryXml.Text("StackDriftStatus", "NOT_CHECKED")),
        .. stack.Definition is { } definition ? DefinitionXml.Of(definition) : [],
        stack.Outputs.Count == 0 ? null : QueryXml.List("Outputs", stack.Outputs, output =>
        [
            QueryXml.Text("OutputKey", output.Key),
            QueryXml.Text("OutputValue", output.Value),
            QueryXml.Text("Description", output.Description),
            QueryXml.Text("ExportName", output.ExportName),
        ]),
    ];
}
