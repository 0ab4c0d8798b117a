namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Resources;

/// <summary>A resource's failure, worded as the stack's event words it.</summary>
internal sealed class ResourceFailedException(string reason) : Exception(reason);
