using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace DynamoNamespace.Build.CommandLines;

/// <summary>Reads and carries out a command line.</summary>
internal static class CommandLine
{
    private static readonly ParserConfiguration Rules = new()
    {
        EnablePosixBundling = false,
        ResponseFileTokenReplacer = null,
    };

    /// <summary>The command at the front of a program, with help for itself and the commands within it.</summary>
    public static Command Front(Command front)
    {
        front.Options.Add(new HelpOption());
        return front;
    }

    /// <exception cref="UsageException">The line is not understood. The message says which parts.</exception>
    public static ParseResult Parse(Command front, IReadOnlyList<string> arguments)
    {
        // The next argument would become the value.
        if (arguments.FirstOrDefault(IsWithoutValue) is { } empty)
            throw new UsageException($"The option '{empty[..^1]}' has no value behind its '='.");
        var line = front.Parse(arguments, Rules);
        if (line.Errors.Count == 0 || line.Action is HelpAction)
            return line;
        var problems = line.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal);
        throw new UsageException(string.Join(
            Environment.NewLine, problems.Append($"See '{Words(line.CommandResult)} --help'.")));
    }

    /// <summary>Answers with the process's exit code. What the action throws is the caller's to report.</summary>
    public static Task<int> InvokeAsync(ParseResult line, CancellationToken stop) =>
        line.InvokeAsync(new() { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false }, stop);

    private static bool IsWithoutValue(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal) && argument.EndsWith('=');

    private static string Words(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{Words(parent)} {command.Command.Name}" : command.Command.Name;
}
