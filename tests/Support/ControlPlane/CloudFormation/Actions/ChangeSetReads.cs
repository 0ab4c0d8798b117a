using System.Xml.Linq;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Changes;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Actions;

/// <summary>https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeChangeSet.html and ListChangeSets.</summary>
internal sealed class ChangeSetReads(StackStore store)
{
    // CloudFormation cuts pages by size; a few changes a page here make every client follow the token.
    private const int PageSize = 5;

    public Dictionary<string, QueryAction> Actions => new(StringComparer.Ordinal)
    {
        ["DescribeChangeSet"] = DescribeChangeSet,
        ["ListChangeSets"] = ListChangeSets,
    };

    private IEnumerable<XElement?> DescribeChangeSet(AwsRequest request)
    {
        var changeSet = ChangeSetLookup.Get(store, request);
        var page = ListPage<ResourceChange>.Of(changeSet.Changes, request.Parameters.Text("NextToken"), PageSize, change => change.LogicalId);
        return
        [
            .. Summary(changeSet),
            .. DefinitionXml.Of(changeSet.Definition),
            QueryXml.List("Changes", page.Items, ChangeXml.Of),
            QueryXml.Text("NextToken", page.NextToken),
        ];
    }

    private IEnumerable<XElement?> ListChangeSets(AwsRequest request)
    {
        var stack = store.GetBracketed(request);
        return [QueryXml.List("Summaries", stack.ChangeSets, Summary)];
    }

    private static IEnumerable<XElement?> Summary(ChangeSet changeSet) =>
    [
        QueryXml.Text("ChangeSetName", changeSet.Name),
        QueryXml.Text("ChangeSetId", changeSet.Id),
        QueryXml.Text("StackId", changeSet.Stack.Id),
        QueryXml.Text("StackName", changeSet.Stack.Name),
        QueryXml.Text("Description", changeSet.Description),
        QueryXml.Time("CreationTime", changeSet.CreatedAt),
        QueryXml.Text("ExecutionStatus", changeSet.ExecutionStatus),
        QueryXml.Text("Status", changeSet.Status),
        QueryXml.Text("StatusReason", changeSet.StatusReason),
        QueryXml.Flag("IncludeNestedStacks", false),
    ];
}
