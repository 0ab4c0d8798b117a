using DynamoNamespace.Tests.Support.Proxy;

namespace DynamoNamespace.Tests.Support.ControlPlane.Http;

/// <summary>One AWS service's API.</summary>
internal interface IAwsService
{
    /// <exception cref="AwsException">The service refuses the call.</exception>
    Task<ProxiedResponse> AnswerAsync(AwsRequest request, CancellationToken cancellationToken);
}
