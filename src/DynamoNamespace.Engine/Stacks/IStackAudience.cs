namespace DynamoNamespace.Engine.Stacks;

/// <summary>Reviews a change set, and hears how the stack's update goes on. Calls come from any thread.</summary>
public interface IStackAudience
{
    /// <summary>Whether these changes may be made. The stack is not touched before the answer.</summary>
    Task<bool> MayExecuteAsync(string stackName, IReadOnlyList<DdbStackChange> changes);

    /// <summary>Where it stands.</summary>
    /// <param name="activity">What is being done, such as <c>Update stack 'my-app'</c>.</param>
    /// <param name="status">The last that AWS said of it.</param>
    void OnStep(string activity, string status);

    /// <summary>Something that the user should know and that does not stop the work.</summary>
    void OnWarning(string message);

    /// <summary>What is done and decided, for those who ask.</summary>
    void OnVerbose(string message);
}
