namespace DynamoNamespace.Build;

/// <summary>The machine lacks something that a task needs. The message names it and the next step.</summary>
internal sealed class SetupException(string message) : Exception(message)
{
    public const string CheckNuGet =
        "Check the network connection and the package sources ('dotnet nuget list source'), and run the task again.";
}
