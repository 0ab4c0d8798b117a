using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Aws.CloudWatchLogs;
using DynamoNamespace.Engine.Aws.Services;
using DynamoNamespace.Engine.Stacks;

namespace DynamoNamespace.Engine.Verification;

/// <summary>Whether the aggregator has not failed on a key since the migration began: zae-limiter 0.10's raises a <c>ValueError</c> there.</summary>
internal sealed class AggregatorHealthCheck(CallSubject subject, AwsServices services, string tableName, Func<FoundStack> requireStack, DateTimeOffset since)
    : AwsCheck(subject, CheckName, $"no {Sign} in its log since {ServiceTime.Text(since)}", "cloudformation:DescribeStacks", "cloudformation:ListStackResources", "lambda:GetFunctionConfiguration", "logs:FilterLogEvents")
{
    public const string CheckName = "AggregatorHealthy";

    private const string Sign = "ValueError";
    private const int Enough = 100;
    private const int ShownCharacters = 200;

    protected override async Task<CheckFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var stack = requireStack();
        if (StackReader.AggregatorOf(stack) is not { } name)
            return Pass($"stack '{stack.Name}' has no aggregator");
        var (logGroup, state) = await FindLogGroupAsync(name, stack, cancellationToken);
        if (logGroup is null)
            return Warn($"there is no function '{name}'", $"See what has become of it: stack '{stack.Name}' names it.");
        if (state == "Failed")
            return Fail($"the function '{name}' is in the state Failed", "See in Lambda why it failed.");
        services.RequireBesideTable(ServiceDefinition.CloudWatchLogs);
        // A filter pattern in quotes is found anywhere in a line.
        var lines = await services.Logs.FilterEventsAsync(logGroup, $"\"{Sign}\"", since, Enough, cancellationToken);
        if (lines is null)
            return Warn($"there is no log group '{logGroup}'", $"See that '{name}' is called at all and may write its log.");
        return lines.Count == 0
            ? Pass("none", $"Looked through {logGroup}.")
            : Fail(FormattableString.Invariant($"{(lines.Count >= Enough ? "at least " : "")}{lines.Count:N0} lines with {Sign}"),
                "See the log. If it fails on unprefixed keys, put the aggregator's old code back until the old items are deleted.", Describe(lines[0], logGroup));
    }

    /// <summary>A caller who may not look at the function may still read its log, which has its name.</summary>
    private async Task<(string? LogGroup, string? State)> FindLogGroupAsync(string name, FoundStack stack, CancellationToken cancellationToken)
    {
        try
        {
            var function = (await AggregatorFunction.FindAsync(services, tableName, stack, cancellationToken)).Configuration;
            return (function?.LogGroup, function?.State);
        }
        catch (AmazonServiceException error) when (AwsErrors.IsAccessDenied(error))
        {
            return ("/aws/lambda/" + name, null);
        }
    }

    private static string Describe(LogEvent line, string logGroup)
    {
        var text = line.Message.Trim().ReplaceLineEndings(" ");
        return $"The first is of {ServiceTime.Text(line.At)} in {logGroup}: {(text.Length <= ShownCharacters ? text : text[..ShownCharacters] + "…")}";
    }
}
