using System.Globalization;
using DynamoNamespace.Engine.Identity;
using DynamoNamespace.Engine.Identity.Principals;
using DynamoNamespace.Engine.Measurement;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Prerequisites;
using DynamoNamespace.Engine.Stacks;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Worker.Commands;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Quickstart;

/// <summary>The whole runbook on a made-up stack, step by step. It is done only if every step is.</summary>
/// <param name="context">How it was called.</param>
/// <param name="stackName">The stack, whose table has its name.</param>
/// <param name="roleName">The role that is to reach the namespace alone.</param>
internal sealed class QuickstartRun(CommandContext context, string stackName, string roleName)
{
    private const string Namespace = MigrationOptions.DefaultNamespace;
    private int step;

    private MigrationOptions Options => new() { TableName = stackName, Connection = context.Connection };

    public async Task<int> RunAsync(int items, CancellationToken cancellationToken)
    {
        Announce("A stack as zae-limiter 0.9 leaves it, and made-up items in its table");
        var sample = await new SampleLoader(context.Connection, stackName).FillAsync(items, SampleLoader.DefaultSeed, cancellationToken);
        context.Writer.Write(sample, SampleLoader.Describe);

        await ProtectAsync(cancellationToken);
        await UpgradeAsync(cancellationToken);

        Announce($"Measure what there is to do: ddbns measure --table-name {stackName}");
        Print(await MigrationMeasurement.RunAsync(Options, OnDemandPrices.UsEast1, context.Observer, cancellationToken), ResultText.Of);

        Announce($"Dry run: ddbns migrate --what-if --table-name {stackName}");
        var plan = await KeyMigration.CopyAsync(Options with { DryRun = true }, context.Observer, cancellationToken);
        if (context.Finish(plan) is not ExitCode.Done and var planFailed)
            return planFailed;

        Announce($"Migrate: ddbns migrate --table-name {stackName}");
        var copy = await KeyMigration.CopyAsync(Options, context.Observer, cancellationToken);
        if (context.Finish(copy) is not ExitCode.Done and var copyFailed)
            return copyFailed;

        if (!await VerifyAsync("Verify the copies", new DeploymentOptions { StackName = stackName }, cancellationToken))
            return ExitCode.Incomplete;

        var access = await GiveAccessAsync(cancellationToken);

        Announce($"Clients write new keys now. Delete the old items whose copies are proven: ddbns delete --table-name {stackName}");
        var delete = await KeyMigration.DeleteAsync(Options, context.Observer, cancellationToken);
        if (context.Finish(delete) is not ExitCode.Done and var deleteFailed)
            return deleteFailed;

        var proven = await VerifyAsync("Verify what is left, and the role", new DeploymentOptions { StackName = stackName, RoleNames = [roleName] }, cancellationToken);
        return Conclude(proven && access.Status != DdbCheckStatus.Fail, sample, copy.Result, delete.Result);
    }

    private async Task ProtectAsync(CancellationToken cancellationToken)
    {
        Announce($"A way back: ddbns pitr enable --table-name {stackName}, ddbns backup create --table-name {stackName}");
        Print(await PointInTimeRecovery.EnableAsync(context.Connection, stackName, null, cancellationToken), RecoveryText.Of);
        Print(await MigrationBackups.CreateAsync(context.Connection, stackName, null, wait: true, _ => { }, cancellationToken), RecoveryText.Of);

        Announce($"Is all ready: ddbns prerequisites --table-name {stackName} --stack-name {stackName}");
        Print(await MigrationPrerequisites.RunAsync(
            new PrerequisiteOptions { TableName = stackName, StackName = stackName, Connection = context.Connection }, context.Observer, cancellationToken), ResultText.Of);
    }

    private async Task UpgradeAsync(CancellationToken cancellationToken)
    {
        Announce($"Upgrade the stack and register the namespace: ddbns stack update {stackName}");
        var audience = new StackUpdatePrinter(context, whatIf: false);
        var stack = await NamespaceStacks.UpdateAsync(new StackUpdateOptions { StackName = stackName, Connection = context.Connection }, audience, cancellationToken);
        Print(new StackUpdateOutput(audience.Changes, stack), StackText.Of);
    }

    private async Task<DdbNamespaceAccess> GiveAccessAsync(CancellationToken cancellationToken)
    {
        Announce($"Let the role in: ddbns tag set --role-name {roleName} --table-name {stackName}, ddbns policy add --role-name {roleName} --stack-name {stackName}");
        var audience = new IdentityPrinter(context, whatIf: false);
        var tag = await NamespaceTags.SetAsync(
            new NamespaceTagOptions { PrincipalName = roleName, PrincipalType = DdbPrincipalType.Role, TableName = stackName, Namespace = Namespace, Connection = context.Connection },
            audience, cancellationToken);
        Print<IReadOnlyList<DdbNamespaceIamTag>>(tag is null ? [] : [tag], IdentityText.Of);
        var attachment = await NamespacePolicies.AddAsync(
            new NamespacePolicyOptions { PrincipalName = roleName, PrincipalType = DdbPrincipalType.Role, StackName = stackName, Access = DdbNamespaceAccessLevel.Acquire, Connection = context.Connection },
            audience, cancellationToken);
        Print<IReadOnlyList<DdbNamespacePolicyAttachment>>(attachment is null ? [] : [attachment], IdentityText.Of);

        Announce($"Does it reach its namespace and no other: ddbns access --role-name {roleName} --table-name {stackName}");
        var access = await NamespaceAccessCheck.RunAsync(
            new NamespaceAccessOptions { PrincipalName = roleName, PrincipalType = DdbPrincipalType.Role, TableName = stackName, Namespace = Namespace, Connection = context.Connection }, cancellationToken);
        Print<IReadOnlyList<DdbNamespaceAccess>>([access], IdentityText.Of);
        return access;
    }

    private async Task<bool> VerifyAsync(string what, DeploymentOptions deployment, CancellationToken cancellationToken)
    {
        Announce($"{what}: ddbns verify --table-name {stackName} --stack-name {stackName}");
        var checks = await MigrationVerification.RunAsync(Options, deployment, null, context.Observer, cancellationToken);
        Print(checks, ResultText.Of);
        return VerifyCommand.IsProven(checks);
    }

    private int Conclude(bool proven, SampleSummary sample, DdbMigrationResult copy, DdbMigrationResult delete)
    {
        var isDone = proven && copy.Written >= sample.Items && delete.Deleted >= sample.Items;
        if (!context.Writer.IsJson)
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine(isDone
                ? string.Create(CultureInfo.InvariantCulture, $"Done: {copy.Written:N0} items copied, proven equal, and their {delete.Deleted:N0} old ones deleted; {roleName} reaches its namespace alone.")
                : string.Create(CultureInfo.InvariantCulture, $"Not proven: {sample.Items:N0} items made, {copy.Written:N0} copied, {delete.Deleted:N0} deleted. See the checks above."));
        }

        return isDone ? ExitCode.Done : ExitCode.Incomplete;
    }

    private void Print<T>(T result, Func<T, string> toText)
    {
        context.Observer.EndProgress();
        context.Writer.Write(result, toText);
    }

    private void Announce(string title)
    {
        if (!context.Writer.IsJson)
            Console.Out.WriteLine($"{Environment.NewLine}{++step}. {title}");
    }
}
