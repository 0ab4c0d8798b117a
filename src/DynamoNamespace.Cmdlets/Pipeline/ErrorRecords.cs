using System.Management.Automation;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>Error records of the engine's errors: its ID, a category, and what it is about as the target.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord From(DdbException error) => new(error, error.ErrorId, Category(error.Kind), error.Target);

    private static ErrorCategory Category(DdbErrorKind kind) => kind switch
    {
        DdbErrorKind.InvalidArgument => ErrorCategory.InvalidArgument,
        DdbErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        DdbErrorKind.AlreadyExists => ErrorCategory.ResourceExists,
        DdbErrorKind.InvalidState => ErrorCategory.InvalidOperation,
        DdbErrorKind.Connection => ErrorCategory.ConnectionError,
        DdbErrorKind.PermissionDenied => ErrorCategory.PermissionDenied,
        DdbErrorKind.LimitExceeded => ErrorCategory.LimitsExceeded,
        DdbErrorKind.Incomplete => ErrorCategory.OperationStopped,
        _ => ErrorCategory.NotSpecified,
    };
}
