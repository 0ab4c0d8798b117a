namespace DynamoNamespace.Tests.Support.ControlPlane;

/// <summary>A call that the control plane refused, or a stack that did not come to be.</summary>
public sealed class ControlPlaneException(string message, int statusCode = 0, string code = "") : Exception(message)
{
    /// <summary>The HTTP status, or 0.</summary>
    public int StatusCode => statusCode;

    /// <summary>AWS's error code, or an empty text.</summary>
    public string Code => code;
}
