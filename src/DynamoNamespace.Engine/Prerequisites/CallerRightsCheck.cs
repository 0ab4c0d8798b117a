using Amazon.Runtime;
using DynamoNamespace.Engine.Aws.Iam;
using DynamoNamespace.Engine.Aws.Services;
using DynamoNamespace.Engine.Identity;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Prerequisites;

/// <summary>
/// Whether the caller's policies allow what the migration calls, as IAM's own simulator has it
/// (https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html). Only a caller whom the simulator allows everything passes.
/// </summary>
internal sealed class CallerRightsCheck(PrerequisiteContext context)
    : AwsCheck(context.Subject, "CallerRights", "every action of the migration is allowed", "sts:GetCallerIdentity", "iam:GetRole", "iam:SimulatePrincipalPolicy")
{
    private const string NotSimulated = "Policies of the session, of the table itself and of VPC endpoints were not looked at.";
    private const string TryIt = "Run Invoke-DdbKeyMigration with -WhatIf, which reads all, and have someone look through the policies.";

    protected override async Task<CheckFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var services = context.Services;
        services.RequireBesideTable(ServiceDefinition.SecurityToken);
        services.RequireBesideTable(ServiceDefinition.Iam);
        var stack = context.RequireStack();
        var caller = await CallerIdentity.ReadAsync(services.SecurityToken, services.Iam, cancellationToken);
        if (caller.PrincipalArn is null)
            return Warn($"not known: {caller.Arn} is no role and no user of IAM", TryIt, "The simulator tries the policies of roles and users. The root user may do everything but what the organization forbids.");
        var table = TableArn.Parse(context.Table.Arn);
        var answers = new List<(PlannedActions Planned, SimulatedAction Answer)>();
        try
        {
            foreach (var planned in PlannedActions.Of(table, context.Table.LatestStreamArn is not null, stack))
            {
                var simulated = await services.Iam.SimulateAsync(new PolicySimulation(caller.PrincipalArn, planned.Actions, planned.Resources), cancellationToken);
                answers.AddRange(planned.Actions.SelectMany(action => AnswersTo(action, planned, simulated)).Select(answer => (planned, answer)));
            }
        }
        catch (AmazonServiceException error) when (error.ErrorCode == "NoSuchEntity")
        {
            return Warn($"not known: IAM has no {caller.PrincipalArn} to try", TryIt, "The caller may be of another account, or of an endpoint that keeps no users.");
        }

        return Judge(caller, table, answers);
    }

    private CheckFinding Judge(CallerIdentity caller, TableArn table, List<(PlannedActions Planned, SimulatedAction Answer)> answers)
    {
        var missing = answers.Where(each => IsDenied(each.Answer)).ToList();
        var unknown = answers.Where(each => !IsDenied(each.Answer) && !IsCertain(each.Answer)).ToList();
        var who = caller.PrincipalArn!;
        if (missing.Exists(each => each.Planned.IsRequired))
            return Fail($"{who} lacks {Names(missing.Where(each => each.Planned.IsRequired))}", "Let it have these actions, then check again.", Join(Lacking(missing.Where(each => !each.Planned.IsRequired)), Conditional(unknown), NotSimulated));
        if (missing.Count > 0)
            return Warn($"{who} has what it needs, but for {Names(missing)}", "Let it have these actions if you want what they are for.", Join(Lacking(missing), Conditional(unknown), NotSimulated));
        if (unknown.Count > 0)
            return Warn($"not known for {Names(unknown)}", TryIt, Join(Conditional(unknown), NotSimulated));
        return caller.Account == table.Account
            ? Pass($"{who} is allowed all of them", NotSimulated)
            : Warn($"{who} is allowed all of them by its own account", $"See that the policy of table '{table.TableName}' allows them too.", $"The table is in account {table.Account}, whose policies count as well and were not looked at.");
    }

    /// <summary>An action that the simulator did not answer is not known to be allowed.</summary>
    private static IEnumerable<SimulatedAction> AnswersTo(string action, PlannedActions planned, IReadOnlyList<SimulatedAction> simulated)
    {
        var found = simulated.Where(answer => string.Equals(answer.Action, action, StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Count > 0 ? found : [new SimulatedAction(action, planned.Resources[0], "", [])];
    }

    /// <summary>A denial may be for want of a context key that a real request has; an explicit one may as well.</summary>
    private static bool IsDenied(SimulatedAction answer) => answer is { Decision: "implicitDeny" or "explicitDeny", MissingContextKeys.Count: 0 };

    private static bool IsCertain(SimulatedAction answer) => answer is { IsAllowed: true, MissingContextKeys.Count: 0 };

    private static string Names(IEnumerable<(PlannedActions Planned, SimulatedAction Answer)> answers) =>
        string.Join(", ", answers.Select(each => each.Answer.Action).Distinct(StringComparer.Ordinal));

    private static string? Lacking(IEnumerable<(PlannedActions Planned, SimulatedAction Answer)> answers) => answers.ToList() is { Count: > 0 } some
        ? string.Join(" ", some.GroupBy(each => each.Planned.Purpose, StringComparer.Ordinal).Select(group => $"Denied: {Names(group)}, for {group.Key}."))
        : null;

    private static string? Conditional(List<(PlannedActions Planned, SimulatedAction Answer)> unknown) => unknown.Count == 0
        ? null
        : $"For {Names(unknown)} it depends on {string.Join(", ", unknown.SelectMany(each => each.Answer.MissingContextKeys).Distinct(StringComparer.Ordinal).DefaultIfEmpty("what the simulator did not answer"))}.";

    private static string Join(params string?[] parts) => string.Join(" ", parts.Where(part => part is not null));
}
