using System.Xml.Linq;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Changes;

/// <summary>Changes as DescribeChangeSet writes them.</summary>
internal static class ChangeXml
{
    public static IEnumerable<XElement?> Of(ResourceChange change) =>
    [
        QueryXml.Text("Type", "Resource"),
        QueryXml.Structure(
            "ResourceChange",
            QueryXml.Text("Action", change.Action),
            QueryXml.Text("LogicalResourceId", change.LogicalId),
            QueryXml.Text("PhysicalResourceId", change.PhysicalId),
            QueryXml.Text("ResourceType", change.Type),
            QueryXml.Text("Replacement", change.Replacement),
            QueryXml.Texts("Scope", change.Scope),
            QueryXml.List("Details", change.Details, Detail)),
    ];

    private static IEnumerable<XElement?> Detail(ChangeDetail detail) =>
    [
        QueryXml.Structure(
            "Target",
            QueryXml.Text("Attribute", detail.Attribute),
            QueryXml.Text("Name", detail.Name),
            QueryXml.Text("RequiresRecreation", detail.RequiresRecreation)),
        QueryXml.Text("Evaluation", detail.Evaluation),
        QueryXml.Text("ChangeSource", detail.Source),
        QueryXml.Text("CausingEntity", detail.CausingEntity),
    ];
}
