using System.CommandLine;
using System.Text;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Stacks.Templates;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns template convert</c></summary>
internal static class TemplateCommand
{
    public static Command Create() => new("template", "CloudFormation templates in files.") { CreateConvert() };

    private static Command CreateConvert()
    {
        var common = new CommonOptions();
        var options = new ConversionOptions();
        var command = new Command("convert", "Add GSI4, the namespace policies and their outputs to a template. Calls no AWS service.");
        options.AddTo(command);
        common.AddOutputTo(command);
        command.SetAction((line, _) => CommandContext.RunAsync(common, line, context =>
        {
            var converted = ConvertedTemplate.Create(options.Read(line));
            if (converted.Warning is { } warning)
                context.Observer.OnWarning(warning);
            if (converted.Result.OutputPath is null)
            {
                // The template itself, in UTF-8 wherever it runs, so that it can go into a file as it is.
                using var output = Console.OpenStandardOutput();
                output.Write(Encoding.UTF8.GetBytes(converted.Text));
                return Task.FromResult(ExitCode.Done);
            }

            converted.Write();
            context.Writer.Write(converted.Result, ConversionText.Of);
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    private sealed class ConversionOptions
    {
        private readonly Argument<string> path = new("path") { Description = "The template's file, YAML or JSON." };
        private readonly Option<string?> outputPath = new("--output-path") { Description = "The file that the result is written to. Default: it is printed." };
        private readonly Option<bool> force = new("--force") { Description = "Replace a file that is there, the template's own too." };
        private readonly Option<string?> tableName = new("--table-name") { Description = "The table's name. Default: the template's only table." };
        private readonly Option<string?> tableLogicalId = new("--table-logical-id") { Description = "The table's logical ID in the template, instead of its name." };
        private readonly Option<string?> stackName = new("--stack-name") { Description = "The stack's name, which the table's name may refer to." };
        private readonly Option<string[]> parameter = new("--parameter") { Description = "A parameter of the stack as Name=Value, which the table's name may refer to. Can be given again." };

        public void AddTo(Command command)
        {
            command.Arguments.Add(path);
            foreach (var option in new Option[] { outputPath, force, tableName, tableLogicalId, stackName, parameter })
                command.Options.Add(option);
        }

        public TemplateConversionOptions Read(ParseResult line) => new()
        {
            Path = line.GetRequiredValue(path),
            OutputPath = line.GetValue(outputPath),
            Force = line.GetValue(force),
            TableName = line.GetValue(tableName),
            TableLogicalId = line.GetValue(tableLogicalId),
            StackName = line.GetValue(stackName),
            ParameterValues = ReadParameters(line.GetValue(parameter) ?? []),
        };

        private static Dictionary<string, string> ReadParameters(string[] given)
        {
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var one in given)
            {
                var equals = one.IndexOf('=', StringComparison.Ordinal);
                if (equals < 1)
                {
                    throw new DdbException("InvalidParameter", DdbErrorKind.InvalidArgument, one,
                        $"The parameter '{one}' has no name and value. Nothing was written; give it as Name=Value.");
                }

                values[one[..equals]] = one[(equals + 1)..];
            }

            return values;
        }
    }
}
