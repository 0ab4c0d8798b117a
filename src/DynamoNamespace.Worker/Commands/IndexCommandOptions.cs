using System.CommandLine;
using DynamoNamespace.Engine.Indexes;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Commands;

/// <summary>The options of what changes an index's projection.</summary>
internal sealed class IndexCommandOptions
{
    private readonly Option<string> index = new("--index-name") { Description = "The index that is there.", Required = true };
    private readonly Option<string> shadow = new("--shadow-index-name") { Description = "The index that takes its place.", Required = true };
    private readonly Option<string?> stack = new("--stack-name") { Description = "The stack that the table is of; its template is changed then." };
    private readonly Option<string?> bucket = new("--template-bucket") { Description = "A bucket to hand over a template of more than 51,200 bytes in." };
    private readonly Option<string[]> capability = new("--capability") { Description = "What is acknowledged for the stack, such as CAPABILITY_AUTO_EXPAND." };
    private readonly Option<bool> force = new("--force") { Description = "Go on where the command would refuse: a stack's table, an index that is read, a shadow that is not proven." };
    private readonly Option<bool> whatIf = new("--what-if") { Description = "Tell what would be done, and change nothing." };

    public CommonOptions Common { get; } = new();

    public void AddTo(Command command)
    {
        AddNamesTo(command);
        foreach (var option in new Option[] { stack, bucket, capability, force, whatIf })
            command.Options.Add(option);
    }

    public void AddNamesTo(Command command)
    {
        Common.AddTo(command);
        command.Options.Add(index);
        command.Options.Add(shadow);
    }

    public IndexMigrationOptions ReadNames(ParseResult line) => new()
    {
        TableName = line.GetRequiredValue(Common.TableName),
        IndexName = line.GetRequiredValue(index),
        ShadowIndexName = line.GetRequiredValue(shadow),
        Connection = Common.ReadConnection(line),
    };

    public Task<int> ChangeAsync(
        ParseResult line, Func<IndexMigrationOptions, IndexMigrationOptions> with,
        Func<IndexMigrationOptions, IIndexAudience, CancellationToken, Task<DdbIndexMigration>> change, CancellationToken cancellationToken) =>
        CommandContext.RunAsync(Common, line, async context =>
        {
            var migration = await change(with(Read(line)), new IndexPrinter(context, line.GetValue(whatIf)), cancellationToken);
            context.Observer.EndProgress();
            context.Writer.Write(migration, IndexText.Of);
            return ExitCode.Done;
        });

    private IndexMigrationOptions Read(ParseResult line) => ReadNames(line) with
    {
        StackName = line.GetValue(stack),
        TemplateBucket = line.GetValue(bucket),
        Capabilities = line.GetValue(capability) ?? [],
        Force = line.GetValue(force),
    };
}
