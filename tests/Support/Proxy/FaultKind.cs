namespace DynamoNamespace.Tests.Support.Proxy;

/// <summary>A way in which a request to DynamoDB fails.</summary>
public enum FaultKind
{
    /// <summary>The whole request is answered with 400 and a throttling exception; it is not carried out.</summary>
    ThrottledRequest,

    /// <summary>Some statements of a batch are throttled; the others are carried out.</summary>
    ThrottledStatement,

    /// <summary>Some statements of a batch fail with InternalServerError and are not carried out; the others are.</summary>
    FailedStatement,

    /// <summary>All statements of a batch are carried out, and some are answered with InternalServerError all the same.</summary>
    AppliedStatementFailed,

    /// <summary>500 InternalServerError; the request is not carried out.</summary>
    InternalServerError,

    /// <summary>503 ServiceUnavailable; the request is not carried out.</summary>
    ServiceUnavailable,

    /// <summary>No answer for a while, then a reset connection, as a client's time-out leaves it; the request is not carried out.</summary>
    TimeOut,

    /// <summary>The connection is reset before the request reaches the engine.</summary>
    ResetBeforeRequest,

    /// <summary>The request is carried out, and the connection is reset in the middle of the answer.</summary>
    ResetInAnswer,

    /// <summary>A write is carried out, and the connection is reset before any of the answer.</summary>
    LostAnswer,

    /// <summary>The request is carried out; the answer's JSON breaks off, with the right length and no checksum.</summary>
    TruncatedAnswer,

    /// <summary>The request is carried out; a digit of the answer is altered on the way, which only its checksum tells.</summary>
    AlteredAnswer,

    /// <summary>BatchGetItem reads the first half of the keys and leaves the others unprocessed.</summary>
    UnprocessedKeys,
}
