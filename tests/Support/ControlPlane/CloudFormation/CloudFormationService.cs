using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Actions;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Deployment;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Resources;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;
using DynamoNamespace.Tests.Support.ControlPlane.Faults;
using DynamoNamespace.Tests.Support.ControlPlane.Http;
using DynamoNamespace.Tests.Support.ControlPlane.S3;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation;

/// <summary>CloudFormation's actions, and the deployments that they set going.</summary>
internal sealed class CloudFormationService : IAsyncDisposable
{
    private readonly BackgroundWork _work = new();

    public CloudFormationService(object gate, ControlPlaneOptions options, FaultPlan faults, S3Service s3, ResourceTypes types)
    {
        var store = new StackStore();
        var deployer = new StackDeployer(gate, options, faults, types, _work);
        var definitions = new DefinitionReader(new TemplateSource(s3));
        Service = new QueryService(
            gate,
            new StackReads(store).Actions,
            new TemplateReads(store, definitions).Actions,
            new EventReads(store).Actions,
            new StackWrites(store, definitions, deployer, types).Actions,
            new ChangeSetWrites(store, definitions, deployer, types).Actions,
            new ChangeSetReads(store).Actions);
    }

    public QueryService Service { get; }

    public void ThrowFailure() => _work.ThrowFailure();

    public ValueTask DisposeAsync() => _work.DisposeAsync();
}
