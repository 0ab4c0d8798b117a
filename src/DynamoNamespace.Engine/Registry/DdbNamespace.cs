namespace DynamoNamespace.Engine.Registry;

/// <summary>A namespace as the registry has it.</summary>
/// <param name="TableName">The table whose registry it is in.</param>
/// <param name="Name">Its name, such as <c>default</c>.</param>
/// <param name="NamespaceId">The opaque prefix of its keys.</param>
/// <param name="Status"><c>active</c>, <c>deleted</c> or <c>purging</c>.</param>
/// <param name="CreatedAt">When it was registered, in UTC.</param>
/// <param name="DeletedAt">When it was deleted, in UTC.</param>
public sealed record DdbNamespace(
    string TableName, string Name, string NamespaceId, string Status, DateTimeOffset? CreatedAt, DateTimeOffset? DeletedAt)
{
    /// <summary>It resolves: clients can use it.</summary>
    public const string Active = "active";

    /// <summary>It was unregistered; its data stays until it is cleared.</summary>
    public const string Deleted = "deleted";

    /// <summary>Its data is being deleted.</summary>
    public const string Purging = "purging";
}
