using DynamoNamespace.Tests.Support.ControlPlane.Http;
using DynamoNamespace.Tests.Support.ControlPlane.Iam.Actions;
using DynamoNamespace.Tests.Support.ControlPlane.Iam.Simulation;

namespace DynamoNamespace.Tests.Support.ControlPlane.Iam;

/// <summary>https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html</summary>
internal static class IamService
{
    public static QueryService Create(object gate, IamStore store) => new(
        gate,
        new RoleActions(store).Actions,
        new UserActions(store).Actions,
        new GroupActions(store).Actions,
        new AttachmentActions(store).Actions,
        new InlinePolicyActions(store).Actions,
        new TagActions(store).Actions,
        new ManagedPolicyActions(store).Actions,
        new SimulationActions(store).Actions);
}
