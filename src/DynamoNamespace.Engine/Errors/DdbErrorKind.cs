namespace DynamoNamespace.Engine.Errors;

/// <summary>What kind of trouble an error tells of; the cmdlets turn it into a PowerShell error category.</summary>
public enum DdbErrorKind
{
    /// <summary>A parameter, a name or a document is not valid.</summary>
    InvalidArgument,

    /// <summary>What was asked for does not exist.</summary>
    NotFound,

    /// <summary>What was to be made exists already and is something else.</summary>
    AlreadyExists,

    /// <summary>The table, index, namespace or run is not in a state that allows this.</summary>
    InvalidState,

    /// <summary>No credentials, no region, or an endpoint that does not answer.</summary>
    Connection,

    /// <summary>Credentials that are not accepted or lack a permission.</summary>
    PermissionDenied,

    /// <summary>AWS went on throttling, or a quota is used up.</summary>
    LimitExceeded,

    /// <summary>The run ended with something left undone; the result tells what.</summary>
    Incomplete,

    /// <summary>AWS answered with an error that has no kind of its own here.</summary>
    ServiceError,
}
