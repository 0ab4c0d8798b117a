namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Resources;

/// <summary>What Ref and GetAtt give for a resource that exists.</summary>
internal sealed record ResourceIdentity(string PhysicalId, IReadOnlyDictionary<string, string> Attributes)
{
    public static ResourceIdentity Of(string physicalId, params (string Name, string Value)[] attributes) =>
        new(physicalId, attributes.ToDictionary(attribute => attribute.Name, attribute => attribute.Value, StringComparer.Ordinal));
}
