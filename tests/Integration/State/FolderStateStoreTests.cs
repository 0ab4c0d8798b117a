namespace DynamoNamespace.Tests.Integration.State;

/// <summary>The state store's contract in a folder.</summary>
public sealed class FolderStateStoreTests : StateStoreContract
{
    private protected override IStateHome CreateHome() => new FolderHome();
}

/// <summary>The logs' contract in a folder.</summary>
public sealed class FolderStateLogTests : StateLogContract
{
    private protected override IStateHome CreateHome() => new FolderHome();
}
