namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Changes;

/// <summary>
/// Why a resource is modified. A change that depends on what another resource becomes is Dynamic, and may turn out to be
/// none. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChangeDetail.html
/// </summary>
/// <param name="Attribute">Properties, Metadata, Tags, DeletionPolicy, …</param>
/// <param name="Name">The property's name, where the attribute is Properties.</param>
/// <param name="RequiresRecreation">Never, Conditionally or Always.</param>
/// <param name="Evaluation">Static or Dynamic.</param>
/// <param name="Source">DirectModification, ParameterReference, ResourceReference or ResourceAttribute.</param>
/// <param name="CausingEntity">The parameter, resource or attribute.</param>
internal sealed record ChangeDetail(
    string Attribute, string? Name, string RequiresRecreation, string Evaluation, string Source, string? CausingEntity);
