using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Actions;

/// <summary>What a call says that a stack is to be. What an update leaves out stays as it is, but for capabilities.</summary>
internal sealed class DefinitionReader(TemplateSource source)
{
    /// <exception cref="AwsException">CloudFormation refuses it before it begins.</exception>
    public StackDefinition Read(QueryParameters parameters, Stack? stack)
    {
        var before = stack?.Definition;
        var template = source.Read(parameters, stack);
        var values = ParameterValues.Resolve(template, parameters.Structures("Parameters"), before?.Parameters);
        var capabilities = parameters.Texts("Capabilities") ?? [];
        Capabilities.Check(template, capabilities);
        return new StackDefinition(template, values)
        {
            Capabilities = capabilities,
            Tags = Tags(parameters) ?? before?.Tags ?? new Dictionary<string, string>(StringComparer.Ordinal),
            NotificationArns = parameters.Texts("NotificationARNs") ?? before?.NotificationArns ?? [],
            RoleArn = parameters.Text("RoleARN") ?? before?.RoleArn,
        };
    }

    /// <summary>The template that a call names, which need not become a stack's.</summary>
    public Template ReadTemplate(QueryParameters parameters) => source.Read(parameters, null);

    private static Dictionary<string, string>? Tags(QueryParameters parameters) =>
        parameters.Structures("Tags")?.ToDictionary(tag => tag.Required("Key"), tag => tag.Required("Value"), StringComparer.Ordinal);
}
