using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Stacks;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>Is asked before an index is made or removed, and hears how it goes on. Calls come from any thread.</summary>
public interface IIndexAudience : IStackAudience
{
    /// <summary>Whether this may be done to the table itself, such as <c>Add index GSI1v2</c>.</summary>
    Task<bool> MayChangeAsync(string tableName, string action);

    /// <summary>Where a proof of the shadow stands.</summary>
    void OnProgress(RunSnapshot snapshot);
}
