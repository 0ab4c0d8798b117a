using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.State;

/// <summary>The state store's contract in a table.</summary>
public sealed class TableStateStoreTests(DynoxideServer engine) : StateStoreContract, IClassFixture<DynoxideServer>
{
    private protected override IStateHome CreateHome() => new TableHome(engine.EndpointUrl);
}

/// <summary>The logs' contract in a table.</summary>
public sealed class TableStateLogTests(DynoxideServer engine) : StateLogContract, IClassFixture<DynoxideServer>
{
    private protected override IStateHome CreateHome() => new TableHome(engine.EndpointUrl);
}
