using System.CommandLine;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Identity.Principals;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Commands;

/// <summary>The roles and users that a command works on, one after another.</summary>
internal sealed class PrincipalOptions
{
    private readonly CommonOptions common = new();
    private readonly Option<string[]> role = new("--role-name") { Description = "A role, by name or ARN; may be repeated." };
    private readonly Option<string[]> user = new("--user-name") { Description = "A user, by name or ARN; may be repeated." };

    public void AddTo(Command command)
    {
        command.Options.Add(role);
        command.Options.Add(user);
        common.AddConnectionTo(command);
        command.Validators.Add(line =>
        {
            if (line.GetValue(role) is not { Length: > 0 } && line.GetValue(user) is not { Length: > 0 })
                line.AddError("Name a role with --role-name, or a user with --user-name.");
        });
    }

    /// <summary>Does the work for each principal and prints what came of it; one that fails is told, and the others go on.</summary>
    public Task<int> RunAsync<T>(
        ParseResult line, Func<CommandContext, DdbPrincipalType, string, Task<T?>> work, Func<IReadOnlyList<T>, string> toText, Func<T, bool>? isFailure = null)
        where T : class =>
        CommandContext.RunAsync(common, line, async context =>
        {
            var results = new List<T>();
            var exitCode = ExitCode.Done;
            foreach (var (type, name) in Named(line))
            {
                try
                {
                    if (await work(context, type, name) is { } result)
                        results.Add(result);
                }
                catch (DdbException error)
                {
                    context.Observer.WriteLine("error: " + error.Message);
                    exitCode = Math.Max(exitCode, error.Kind == DdbErrorKind.InvalidArgument ? ExitCode.WrongUsage : ExitCode.Incomplete);
                }
            }

            if (results.Count > 0 || context.Writer.IsJson)
                context.Writer.Write<IReadOnlyList<T>>(results, toText);
            return exitCode == ExitCode.Done && isFailure is not null && results.Exists(result => isFailure(result)) ? ExitCode.Incomplete : exitCode;
        });

    private IEnumerable<(DdbPrincipalType Type, string Name)> Named(ParseResult line) =>
        (line.GetValue(role) ?? []).Select(name => (DdbPrincipalType.Role, name))
            .Concat((line.GetValue(user) ?? []).Select(name => (DdbPrincipalType.User, name)));
}
