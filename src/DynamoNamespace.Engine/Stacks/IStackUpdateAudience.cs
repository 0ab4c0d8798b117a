namespace DynamoNamespace.Engine.Stacks;

/// <summary>Reviews the change set of a stack's upgrade, and hears how it goes on. Calls come from any thread.</summary>
public interface IStackUpdateAudience : IStackAudience
{
    /// <summary>Whether this may be registered in the table's registry.</summary>
    Task<bool> MayRegisterAsync(string tableName, string namespaceName);
}
