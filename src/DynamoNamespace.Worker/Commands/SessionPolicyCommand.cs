using System.CommandLine;
using DynamoNamespace.Engine.Identity;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns session-policy</c></summary>
internal static class SessionPolicyCommand
{
    public static Command Create()
    {
        var options = new CommonOptions();
        var table = new Option<string?>("--table-name") { Description = "The table, whose registry is looked at." };
        var tableArn = new Option<string?>("--table-arn") { Description = "The table's ARN. With IDs only, no call is made then." };
        var ns = new Option<string[]>("--namespace") { Description = "A namespace by name; may be repeated." };
        var namespaceId = new Option<string[]>("--namespace-id") { Description = "A namespace by ID; may be repeated." };
        var access = new Option<DdbNamespaceAccessLevel>("--access") { Description = "What it allows: acquire, full or readonly.", DefaultValueFactory = _ => DdbNamespaceAccessLevel.Acquire };
        var managed = new Option<bool>("--managed") { Description = "Make it for a managed policy, which may be longer." };
        var command = new Command("session-policy", "Print a policy that lists its namespaces, for an STS session or a managed policy.") { table, tableArn, ns, namespaceId, access, managed };
        options.AddConnectionTo(command);
        command.SetAction((line, cancellationToken) => CommandContext.RunAsync(options, line, async context =>
        {
            var policy = await NamespaceSessionPolicies.CreateAsync(
                new SessionPolicyOptions
                {
                    TableName = line.GetValue(table),
                    TableArn = line.GetValue(tableArn),
                    Namespaces = line.GetValue(ns) ?? [],
                    NamespaceIds = line.GetValue(namespaceId) ?? [],
                    Access = line.GetValue(access),
                    Kind = line.GetValue(managed) ? DdbPolicyKind.Managed : DdbPolicyKind.Session,
                    Connection = context.Connection,
                },
                cancellationToken);
            // The document alone, so that a command line can take it as it is.
            context.Writer.Write(policy, made => made.PolicyDocument);
            return ExitCode.Done;
        }));
        return command;
    }
}
