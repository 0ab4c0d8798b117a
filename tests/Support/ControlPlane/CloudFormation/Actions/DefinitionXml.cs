using System.Xml.Linq;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Actions;

/// <summary>What stacks and change sets both show of their definition.</summary>
internal static class DefinitionXml
{
    public static IEnumerable<XElement?> Of(StackDefinition definition) =>
    [
        QueryXml.List("Parameters", definition.Parameters, parameter =>
        [
            QueryXml.Text("ParameterKey", parameter.Key),
            QueryXml.Text("ParameterValue", IsHidden(definition, parameter.Key) ? "****" : parameter.Value),
        ]),
        QueryXml.Texts("NotificationARNs", definition.NotificationArns),
        QueryXml.Texts("Capabilities", definition.Capabilities),
        QueryXml.Tags("Tags", definition.Tags),
        new XElement("RollbackConfiguration"),
    ];

    private static bool IsHidden(StackDefinition definition, string key) =>
        JsonText.Flag(definition.Template.Parameters[key]?["NoEcho"]);
}
