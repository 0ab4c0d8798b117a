using System.CommandLine;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Stacks;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns stack show | update</c></summary>
internal static class StackCommand
{
    public static Command Create() => new("stack", "The CloudFormation stack of a table.") { CreateShow(), CreateUpdate() };

    private static Argument<string> StackName() => new("stack") { Description = "The stack, by name or ID." };

    private static Option<string?> TableName() => new("--table-name") { Description = "The table, where the stack has several." };

    private static Command CreateShow()
    {
        var options = new CommonOptions();
        var (stack, table) = (StackName(), TableName());
        var command = new Command("show", "Show a stack: its status, its table, and what it has for namespaces.") { stack, table };
        options.AddConnectionTo(command);
        command.SetAction((line, cancellationToken) => CommandContext.RunAsync(options, line, async context =>
        {
            context.Writer.Write(await NamespaceStacks.GetAsync(context.Connection, line.GetRequiredValue(stack), line.GetValue(table), cancellationToken), StackText.Of);
            return ExitCode.Done;
        }));
        return command;
    }

    private static Command CreateUpdate()
    {
        var options = new CommonOptions();
        var (stack, table) = (StackName(), TableName());
        var template = new Option<string?>("--template") { Description = "A template of your own to deploy, a file or an address in S3. Default: the deployed one, with what is missing." };
        var bucket = new Option<string?>("--template-bucket") { Description = "A bucket to hand over a template of more than 51,200 bytes in." };
        var parameter = new Option<string[]>("--parameter") { Description = "NAME=VALUE for a parameter of the template; the others keep what they have." };
        var capability = new Option<string[]>("--capability") { Description = "What is acknowledged, such as CAPABILITY_NAMED_IAM." };
        var ns = new Option<string>("--namespace") { Description = "The namespace to register in the end; empty for none.", DefaultValueFactory = _ => MigrationOptions.DefaultNamespace };
        var whatIf = new Option<bool>("--what-if") { Description = "Show the change set and delete it again; the stack stays as it is." };
        var command = new Command("update", "Add the index and the policies that namespaces need, wait until the index can be used, and register the namespace.")
        {
            stack, table, template, bucket, parameter, capability, ns, whatIf,
        };
        options.AddConnectionTo(command);
        command.SetAction((line, cancellationToken) => CommandContext.RunAsync(options, line, async context =>
        {
            var source = line.GetValue(template);
            var isUrl = source?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true || source?.StartsWith("http://", StringComparison.OrdinalIgnoreCase) == true;
            var audience = new StackUpdatePrinter(context, line.GetValue(whatIf));
            var updated = await NamespaceStacks.UpdateAsync(
                new StackUpdateOptions
                {
                    StackName = line.GetRequiredValue(stack),
                    TableName = line.GetValue(table),
                    TemplatePath = isUrl ? null : source,
                    TemplateUrl = isUrl ? source : null,
                    TemplateBucket = line.GetValue(bucket),
                    ParameterValues = NamedValues.Read(line.GetValue(parameter) ?? [], "--parameter"),
                    Capabilities = line.GetValue(capability) ?? [],
                    Namespace = line.GetValue(ns) is { Length: > 0 } name ? name : null,
                    Connection = context.Connection,
                },
                audience,
                cancellationToken);
            context.Observer.EndProgress();
            context.Writer.Write(new StackUpdateOutput(audience.Changes, updated), StackText.Of);
            return ExitCode.Done;
        }));
        return command;
    }
}
