using System.CommandLine;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Worker.Commands;

/// <summary>What a verification looks at beside the table's items.</summary>
internal sealed class DeploymentCommandOptions
{
    private readonly Option<string?> stackName = new("--stack-name") { Description = "The table's stack, whose aggregator is looked at too." };
    private readonly Option<DateTimeOffset?> since = new("--since") { Description = "Since when the aggregator's log is looked through. Default: since the migration began." };
    private readonly Option<string[]> roleNames = new("--role-name") { Description = "A role that is to be of the namespace; may be given again.", DefaultValueFactory = _ => [] };
    private readonly Option<string[]> userNames = new("--user-name") { Description = "A user that is to be of the namespace; may be given again.", DefaultValueFactory = _ => [] };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { stackName, since, roleNames, userNames })
            command.Options.Add(option);
    }

    public DeploymentOptions Read(ParseResult line) => new()
    {
        StackName = line.GetValue(stackName),
        Since = line.GetValue(since),
        RoleNames = line.GetRequiredValue(roleNames),
        UserNames = line.GetRequiredValue(userNames),
    };
}
