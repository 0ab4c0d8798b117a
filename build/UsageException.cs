namespace DynamoNamespace.Build;

/// <summary>The arguments of a task cannot be understood.</summary>
internal sealed class UsageException(string message) : Exception(message)
{
    public static void ThrowIfAny(string[] arguments, string task)
    {
        if (arguments.Length > 0)
            throw new UsageException($"{task} takes no arguments, and got '{arguments[0]}'. Usage: ./dev {task}");
    }
}
