namespace DynamoNamespace.Tests.Integration.State;

/// <summary>Where the plan of a test keeps its state.</summary>
public enum StateMode
{
    Table,
    Folder,
}
