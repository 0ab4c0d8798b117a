namespace DynamoNamespace.Build;

/// <summary>A command line is not understood, or asks for what cannot be. The message says which part.</summary>
internal sealed class UsageException(string message) : Exception(message);
