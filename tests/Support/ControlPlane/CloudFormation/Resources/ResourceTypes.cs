using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;
using DynamoNamespace.Tests.Support.ControlPlane.DynamoDb;
using DynamoNamespace.Tests.Support.ControlPlane.Http;
using DynamoNamespace.Tests.Support.ControlPlane.Iam;
using DynamoNamespace.Tests.Support.ControlPlane.Lambda;
using DynamoNamespace.Tests.Support.ControlPlane.Logs;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Resources;

/// <summary>The resource types that do something, and one for all others.</summary>
internal sealed class ResourceTypes(object gate, DynamoDbService dynamoDb, IamStore iam, LogStore logs, FunctionStore functions)
{
    private readonly Dictionary<string, IResourceType> _types = new(StringComparer.Ordinal)
    {
        ["AWS::DynamoDB::Table"] = new TableResource(dynamoDb),
        ["AWS::IAM::ManagedPolicy"] = new GatedResource(gate, new ManagedPolicyResource(iam)),
        ["AWS::IAM::Role"] = new GatedResource(gate, new RoleResource(iam)),
        ["AWS::Lambda::Function"] = new GatedResource(gate, new FunctionResource(functions)),
        ["AWS::Lambda::EventSourceMapping"] = new EventSourceMappingResource(),
        ["AWS::Logs::LogGroup"] = new GatedResource(gate, new LogGroupResource(logs)),
    };

    private readonly InertResource _others = new();

    public IResourceType Of(string type) => _types.GetValueOrDefault(type, _others);

    /// <exception cref="AwsException">The type has no such attribute.</exception>
    public string Attribute(StackResource resource, string name) => Of(resource.Type).Attribute(resource, name)
        ?? throw AwsException.Validation($"Template error: resource {resource.LogicalId} does not support attribute type {name} in Fn::GetAtt");
}
