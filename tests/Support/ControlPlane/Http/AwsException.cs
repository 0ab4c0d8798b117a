namespace DynamoNamespace.Tests.Support.ControlPlane.Http;

/// <summary>An error that AWS answers with: its code, message and HTTP status.</summary>
internal sealed class AwsException(string code, string message, int status = 400) : Exception(message)
{
    public string Code => code;

    public int Status => status;

    public static AwsException Validation(string message) => new("ValidationError", message);
}
