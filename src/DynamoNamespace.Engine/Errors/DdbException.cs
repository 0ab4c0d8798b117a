namespace DynamoNamespace.Engine.Errors;

/// <summary>
/// An error that a user can act on. Its message is whole sentences: what happened, what was not touched, what to do next.
/// </summary>
public sealed class DdbException : Exception
{
    /// <summary>Makes an error.</summary>
    /// <param name="errorId">A stable name, such as <c>TableNotFound</c>.</param>
    /// <param name="kind">The kind of trouble.</param>
    /// <param name="target">The table, key, namespace or file that it is about.</param>
    /// <param name="message">Whole sentences for the user.</param>
    /// <param name="inner">What caused it, if anything did.</param>
    public DdbException(string errorId, DdbErrorKind kind, string? target, string message, Exception? inner = null)
        : base(message, inner)
    {
        ErrorId = errorId;
        Kind = kind;
        Target = target;
    }

    /// <summary>A stable name for scripts, such as <c>TableNotFound</c>.</summary>
    public string ErrorId { get; }

    /// <summary>The kind of trouble.</summary>
    public DdbErrorKind Kind { get; }

    /// <summary>The table, key, namespace or file that the error is about.</summary>
    public string? Target { get; }
}
