namespace DynamoNamespace.Build;

/// <summary>The machine lacks something that a task needs. The message names it and the next step.</summary>
internal sealed class SetupException(string message) : Exception(message);
