namespace DynamoNamespace.Engine.Identity.Principals;

/// <summary>Is asked before a principal is changed. Calls come from any thread.</summary>
public interface IIdentityAudience
{
    /// <summary>Whether a change may be made. Nothing has been changed before the answer.</summary>
    /// <param name="target">What is changed, such as <c>Role 'app'</c>.</param>
    /// <param name="action">What is done with it, such as <c>Attach policy 'my-app-ns-full'</c>.</param>
    Task<bool> MayChangeAsync(string target, string action);

    /// <summary>Whether a change may be made that takes a principal away from another namespace.</summary>
    /// <param name="target">What is changed.</param>
    /// <param name="action">What is done with it.</param>
    /// <param name="warning">What is lost by it, in whole sentences.</param>
    Task<bool> MayReplaceAsync(string target, string action, string warning);

    /// <summary>Something that the user should know and that does not stop the change.</summary>
    void OnWarning(string message);
}
