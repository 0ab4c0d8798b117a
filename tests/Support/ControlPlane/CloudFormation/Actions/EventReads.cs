using System.Xml.Linq;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Actions;

/// <summary>
/// A stack's events, the newest first, a hundred a page.
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackEvents.html
/// </summary>
internal sealed class EventReads(StackStore store)
{
    private const int PageSize = 100;

    public Dictionary<string, QueryAction> Actions => new(StringComparer.Ordinal) { ["DescribeStackEvents"] = DescribeStackEvents };

    private IEnumerable<XElement?> DescribeStackEvents(AwsRequest request)
    {
        var stack = store.GetBracketed(request);
        var page = ListPage<StackEvent>.Of([.. Enumerable.Reverse(stack.Events)], request.Parameters.Text("NextToken"), PageSize, e => e.Id);
        return
        [
            QueryXml.List("StackEvents", page.Items, e =>
            [
                QueryXml.Text("StackId", stack.Id),
                QueryXml.Text("EventId", e.Id),
                QueryXml.Text("StackName", stack.Name),
                QueryXml.Text("LogicalResourceId", e.LogicalId),
                QueryXml.Text("PhysicalResourceId", e.PhysicalId),
                QueryXml.Text("ResourceType", e.Type),
                QueryXml.Time("Timestamp", e.Time),
                QueryXml.Text("ResourceStatus", e.Status),
                QueryXml.Text("ResourceStatusReason", e.Reason),
                QueryXml.Text("ResourceProperties", e.Properties),
                QueryXml.Text("ClientRequestToken", e.Token),
            ]),
            QueryXml.Text("NextToken", page.NextToken),
        ];
    }
}
