using System.CommandLine;
using DynamoNamespace.Engine.Identity;
using DynamoNamespace.Engine.Identity.Principals;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns tag show | set | remove</c></summary>
internal static class TagCommand
{
    public static Command Create() => new("tag", "The tag that says which namespace a role or user belongs to.") { CreateShow(), CreateSet(), CreateRemove() };

    private static Option<string?> TableName() => new("--table-name") { Description = "The table whose registry has the namespace." };

    private static Option<bool> WhatIf() => new("--what-if") { Description = "Change nothing; tell what would be done." };

    private static Command CreateShow()
    {
        var (principals, table) = (new PrincipalOptions(), TableName());
        var command = new Command("show", "Show the tag of roles or users.") { table };
        principals.AddTo(command);
        command.SetAction((line, cancellationToken) => principals.RunAsync<DdbNamespaceIamTag>(
            line,
            async (context, type, name) => await NamespaceTags.GetAsync(
                Options(context, type, name, line.GetValue(table)), new IdentityPrinter(context, whatIf: false), cancellationToken),
            IdentityText.Of));
        return command;
    }

    private static Command CreateSet()
    {
        var (principals, table, whatIf) = (new PrincipalOptions(), TableName(), WhatIf());
        var ns = new Option<string>("--namespace") { Description = "The namespace's name.", DefaultValueFactory = _ => MigrationOptions.DefaultNamespace };
        var namespaceId = new Option<string?>("--namespace-id") { Description = "The namespace's ID, instead of its name." };
        var force = new Option<bool>("--force") { Description = "Replace another namespace's ID." };
        var command = new Command("set", "Make roles or users belong to a namespace.") { table, ns, namespaceId, force, whatIf };
        principals.AddTo(command);
        command.SetAction((line, cancellationToken) => principals.RunAsync(
            line,
            (context, type, name) => NamespaceTags.SetAsync(
                Options(context, type, name, line.GetValue(table)) with { Namespace = line.GetValue(ns), NamespaceId = line.GetValue(namespaceId) },
                new IdentityPrinter(context, line.GetValue(whatIf), line.GetValue(force)),
                cancellationToken),
            IdentityText.Of));
        return command;
    }

    private static Command CreateRemove()
    {
        var (principals, table, whatIf) = (new PrincipalOptions(), TableName(), WhatIf());
        var command = new Command("remove", "Remove the tag of roles or users.") { table, whatIf };
        principals.AddTo(command);
        command.SetAction((line, cancellationToken) => principals.RunAsync(
            line,
            (context, type, name) => NamespaceTags.RemoveAsync(
                Options(context, type, name, line.GetValue(table)), new IdentityPrinter(context, line.GetValue(whatIf)), cancellationToken),
            IdentityText.Of));
        return command;
    }

    private static NamespaceTagOptions Options(CommandContext context, DdbPrincipalType type, string name, string? tableName) =>
        new() { PrincipalName = name, PrincipalType = type, TableName = tableName, Connection = context.Connection };
}
