using System.CommandLine;
using DynamoNamespace.Engine.Identity;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns access</c></summary>
internal static class AccessCommand
{
    public static Command Create()
    {
        var principals = new PrincipalOptions();
        var table = new Option<string>("--table-name") { Description = "The table.", Required = true };
        var ns = new Option<string>("--namespace") { Description = "The namespace's name.", DefaultValueFactory = _ => MigrationOptions.DefaultNamespace };
        var namespaceId = new Option<string?>("--namespace-id") { Description = "The namespace's ID, instead of its name." };
        var simulate = new Option<bool>("--simulate") { Description = "Ask IAM's policy simulator too." };
        var command = new Command("access", "Check whether roles or users reach a namespace, and no other. Exits with 1 where one fails.") { table, ns, namespaceId, simulate };
        principals.AddTo(command);
        command.SetAction((line, cancellationToken) => principals.RunAsync<DdbNamespaceAccess>(
            line,
            async (context, type, name) => await NamespaceAccessCheck.RunAsync(
                new NamespaceAccessOptions
                {
                    PrincipalName = name,
                    PrincipalType = type,
                    TableName = line.GetRequiredValue(table),
                    Namespace = line.GetRequiredValue(ns),
                    NamespaceId = line.GetValue(namespaceId),
                    Simulate = line.GetValue(simulate),
                    Connection = context.Connection,
                },
                cancellationToken),
            IdentityText.Of,
            access => access.Status == DdbCheckStatus.Fail));
        return command;
    }
}
