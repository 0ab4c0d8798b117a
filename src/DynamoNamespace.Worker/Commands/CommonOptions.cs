using System.CommandLine;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Plans;

namespace DynamoNamespace.Worker.Commands;

/// <summary>The options that commands share, and what they say of one command line.</summary>
internal sealed class CommonOptions
{
    /// <param name="requiresTable">Whether the table must be named on the command line, and not perhaps in a plan.</param>
    public CommonOptions(bool requiresTable = true) =>
        TableName = new("--table-name") { Description = requiresTable ? "The table." : "The table. Default: the plan's.", Required = requiresTable };

    public Option<string> TableName { get; }

    public Option<string?> Region { get; } = new("--region") { Description = "The AWS Region. Default: AWS_REGION or the profile's." };

    public Option<string?> Profile { get; } = new("--profile") { Description = "A profile of the shared AWS configuration." };

    public Option<string?> EndpointUrl { get; } = new("--endpoint-url") { Description = "Another endpoint than AWS's, such as a local engine's." };

    public Option<OutputFormat> Output { get; } = new("--output") { Description = "text or json.", DefaultValueFactory = _ => OutputFormat.Text };

    public Option<bool> Verbose { get; } = new("--verbose") { Description = "Tell what is decided on the way." };

    public ConnectionOptions ReadConnection(ParseResult line) => new()
    {
        Region = line.GetValue(Region),
        ProfileName = line.GetValue(Profile),
        EndpointUrl = line.GetValue(EndpointUrl),
    };

    public void AddTo(Command command)
    {
        command.Options.Add(TableName);
        AddConnectionTo(command);
    }

    public void AddConnectionTo(Command command)
    {
        command.Options.Add(Region);
        command.Options.Add(Profile);
        command.Options.Add(EndpointUrl);
        AddOutputTo(command);
    }

    /// <summary>For what calls no AWS service.</summary>
    public void AddOutputTo(Command command)
    {
        command.Options.Add(Output);
        command.Options.Add(Verbose);
    }
}

/// <summary>How results are printed.</summary>
internal enum OutputFormat
{
    Text,
    Json,
}

/// <summary>The options of what works on a table's items.</summary>
internal sealed class MigrationCommandOptions
{
    private readonly CommonOptions common = new(requiresTable: false);
    private readonly Option<string?> plan = new("--plan") { Description = "A plan document, which says table, mapping, variables and limits. What is given here goes first." };
    private readonly Option<string[]> variable = new("--variable") { Description = "A value of a variable of the mapping, as NAME=VALUE; may be repeated." };
    private readonly Option<string?> ns = new("--namespace") { Description = $"The namespace's name. Default: {MigrationOptions.DefaultNamespace}" };
    private readonly Option<string?> namespaceId = new("--namespace-id") { Description = "The namespace's ID, instead of its name." };
    private readonly Option<string?> mapping = new("--mapping") { Description = $"A mapping that ships with the worker, or a file. Default: {MigrationOptions.DefaultMapping}; to another table, items go as they are." };
    private readonly Option<string?> targetTableName = new("--target-table-name") { Description = "The table that the copies stand in, where it is another one." };
    private readonly Option<string?> targetRegion = new("--target-region") { Description = "The target table's Region. Default: the source's." };
    private readonly Option<string?> targetProfile = new("--target-profile") { Description = "A profile of the target table's account. Default: the source's." };
    private readonly Option<string?> targetEndpointUrl = new("--target-endpoint-url") { Description = "The target table's endpoint. Default: the source's." };
    private readonly Option<double?> maxReadUnits = new("--max-read-units") { Description = "Read units a second at most. Default: none, or half of what a provisioned table has." };
    private readonly Option<double?> maxWriteUnits = new("--max-write-units") { Description = "Write units a second at most. Default: none, or half of what a provisioned table has." };
    private readonly Option<int?> totalSegments = new("--total-segments") { Description = "Segments of the scan, 1 to 1,000,000. Default: by the table's size." };
    private readonly Option<int?> throttleLimit = new("--throttle-limit") { Description = "Requests under way at once, at most. Default: 16." };

    private readonly Option<string?> checkpointPath = new("--checkpoint-path") { Description = "The folder of the run's checkpoint and records. Default: the user's own, by plan and table." };
    private readonly Option<bool> restart = new("--restart") { Description = "Start over where an earlier run was stopped." };
    private readonly Option<bool> skipExpired = new("--skip-expired") { Description = "Leave items whose TTL has passed." };
    private readonly Option<string?> logPath = new("--log-path") { Description = "A file to append the run's log to, one JSON object a line." };
    private readonly Option<bool> logItemKeys = new("--log-item-keys") { Description = "Let the log name keys of items and what DynamoDB said." };

    public void AddTo(Command command)
    {
        common.AddTo(command);
        foreach (var option in new Option[] { plan, variable, ns, namespaceId, mapping, targetTableName, targetRegion, targetProfile, targetEndpointUrl, maxReadUnits, maxWriteUnits, totalSegments, throttleLimit, checkpointPath, restart, skipExpired, logPath, logItemKeys })
            command.Options.Add(option);
    }

    public MigrationOptions Read(ParseResult line) => PlanOptions.Combine(
        line.GetValue(plan) is { } path ? DdbMigrationPlan.Load(path) : null, ReadGiven(line), line.GetValue(ns), line.GetValue(mapping))
        .WithTarget(line.GetValue(targetTableName), line.GetValue(targetRegion), line.GetValue(targetProfile), line.GetValue(targetEndpointUrl));

    public Task<int> RunAsync(ParseResult line, Func<CommandContext, Task<int>> work) => CommandContext.RunAsync(common, line, work);

    private MigrationOptions ReadGiven(ParseResult line) => new()
    {
        TableName = line.GetValue(common.TableName) ?? "",
        NamespaceId = line.GetValue(namespaceId),
        Variables = NamedValues.Read(line.GetValue(variable) ?? [], "--variable"),
        Connection = common.ReadConnection(line),
        MaxReadUnits = line.GetValue(maxReadUnits),
        MaxWriteUnits = line.GetValue(maxWriteUnits),
        TotalSegments = line.GetValue(totalSegments),
        ThrottleLimit = line.GetValue(throttleLimit),
        CheckpointPath = line.GetValue(checkpointPath),
        Restart = line.GetValue(restart),
        SkipExpired = line.GetValue(skipExpired),
        LogPath = line.GetValue(logPath),
        LogItemKeys = line.GetValue(logItemKeys),
    };
}
