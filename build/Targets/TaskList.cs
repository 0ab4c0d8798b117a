using System.CommandLine;
using DynamoNamespace.Build.CommandLines;

namespace DynamoNamespace.Build.Targets;

/// <summary>The tasks that <c>./dev</c> and <c>./build.ps1</c> offer.</summary>
internal static class TaskList
{
    private const string Name = "./dev";

    /// <exception cref="UsageException">The command line is not understood.</exception>
    public static ParseResult Parse(string[] arguments)
    {
        var front = CommandLine.Front(
            new(Name, "The tasks of this repository. In PowerShell: ./build.ps1 -Task TASK [arguments].")
        {
            BuildTarget.Create(),
            TestTarget.Create(),
            SoakTarget.Create(),
            PackTarget.Create(),
            BenchTarget.Create(arguments),
            QuickstartTarget.Create(),
            CleanTarget.Create(),
        });
        if (arguments.Length == 0)
            throw new UsageException($"A task is missing. {Listed(front)}");
        if (arguments[0].StartsWith('-'))
            return CommandLine.Parse(front, arguments);
        var named = front.Subcommands.FirstOrDefault(
            task => string.Equals(task.Name, arguments[0], StringComparison.OrdinalIgnoreCase));
        return named is not null
            ? CommandLine.Parse(front, [named.Name, .. arguments[1..]])
            : throw new UsageException($"There is no task '{arguments[0]}'. {Listed(front)}");
    }

    private static string Listed(Command front) => string.Join(
        Environment.NewLine,
        front.Subcommands.Select(task => $"  {task.Name,-11} {task.Description}")
            .Prepend("The tasks:").Append($"See '{Name} TASK --help'."));
}
