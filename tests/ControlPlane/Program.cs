using System.CommandLine;
using System.Runtime.InteropServices;
using DynamoNamespace.Tests.ControlPlane;

var dynamoDb = new Option<string>("--dynamodb") { Required = true, Description = "The DynamoDB engine that item and table calls are forwarded to." };
var port = new Option<int>("--port") { Description = "The loopback port to listen on; a free one by default." };
var stack = new Option<string?>("--stack") { Description = "A stack to create first." };
var template = new Option<FileInfo?>("--template") { Description = "The stack's template; a zae-limiter 0.9 one by default." };
var roles = new Option<string[]>("--role") { Description = "A role to create first; may be repeated.", DefaultValueFactory = _ => [] };
var step = new Option<int>("--step-ms") { Description = "How long a stack or resource stays in one state.", DefaultValueFactory = _ => 40 };
var backfill = new Option<int>("--backfill-ms") { Description = "How long a new index is being built.", DefaultValueFactory = _ => 400 };
var faults = new Option<double>("--faults") { Description = "The share of the calls on items and streams that fail, from 0 to 1." };
var untilStdinCloses = new Option<bool>("--until-stdin-closes") { Description = "End when standard input ends." };

var root = new RootCommand("A local CloudFormation, IAM, STS, CloudWatch Logs, Lambda and S3 before a local DynamoDB engine.")
{
    dynamoDb, port, stack, template, roles, step, backfill, faults, untilStdinCloses,
};
root.SetAction((parsed, cancellationToken) => new ControlPlaneProcess
{
    DynamoDbUrl = parsed.GetRequiredValue(dynamoDb),
    Port = parsed.GetValue(port),
    StackName = parsed.GetValue(stack),
    TemplatePath = parsed.GetValue(template)?.FullName ?? Path.Combine(AppContext.BaseDirectory, "Fixtures", "zae-limiter-0.9.stack.yaml"),
    Roles = parsed.GetValue(roles) ?? [],
    Step = TimeSpan.FromMilliseconds(parsed.GetValue(step)),
    Backfill = TimeSpan.FromMilliseconds(parsed.GetValue(backfill)),
    FaultRate = parsed.GetValue(faults),
    UntilStdinCloses = parsed.GetValue(untilStdinCloses),
}.RunAsync(cancellationToken));

using var ended = new CancellationTokenSource();
using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, ended.Token);

// The process ends by itself, with its connections closed; the default handler would end it at once.
void End(PosixSignalContext context)
{
    context.Cancel = true;
    ended.Cancel();
}
