using System.CommandLine;
using DynamoNamespace.Engine.Identity;
using DynamoNamespace.Engine.Identity.Principals;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns policy add | remove</c></summary>
internal static class PolicyCommand
{
    public static Command Create() => new("policy", "A stack's policies for one namespace.")
    {
        Create("add", "Attach a policy to roles or users; one that is attached already stays.", NamespacePolicies.AddAsync),
        Create("remove", "Detach a policy from roles or users.", NamespacePolicies.RemoveAsync),
    };

    private static Command Create(
        string name, string description, Func<NamespacePolicyOptions, IIdentityAudience, CancellationToken, Task<DdbNamespacePolicyAttachment?>> work)
    {
        var principals = new PrincipalOptions();
        var stack = new Option<string?>("--stack-name") { Description = "The stack whose policy it is." };
        var table = new Option<string?>("--table-name") { Description = "The table, where the stack has several." };
        var access = new Option<DdbNamespaceAccessLevel?>("--access") { Description = "Which of the stack's policies: acquire, full or readonly." };
        var policyArn = new Option<string?>("--policy-arn") { Description = "A policy by its ARN, instead of a stack's." };
        var whatIf = new Option<bool>("--what-if") { Description = "Change nothing; tell what would be done." };
        var command = new Command(name, description) { stack, table, access, policyArn, whatIf };
        principals.AddTo(command);
        command.Validators.Add(line =>
        {
            var isByArn = line.GetValue(policyArn) is not null;
            if (isByArn == (line.GetValue(stack) is not null))
                line.AddError("Name either a stack with --stack-name, or a policy with --policy-arn.");
            else if (isByArn == (line.GetValue(access) is not null))
                line.AddError("--access goes with --stack-name, which needs it.");
        });
        command.SetAction((line, cancellationToken) => principals.RunAsync(
            line,
            (context, type, principal) => work(
                new NamespacePolicyOptions
                {
                    PrincipalName = principal,
                    PrincipalType = type,
                    StackName = line.GetValue(stack),
                    TableName = line.GetValue(table),
                    Access = line.GetValue(access) ?? default,
                    PolicyArn = line.GetValue(policyArn),
                    Connection = context.Connection,
                },
                new IdentityPrinter(context, line.GetValue(whatIf)),
                cancellationToken),
            IdentityText.Of));
        return command;
    }
}
