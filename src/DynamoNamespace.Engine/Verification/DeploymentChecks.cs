using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Aws.Iam;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Stacks;

namespace DynamoNamespace.Engine.Verification;

/// <summary>The checks of what stands around the table that the copies are in: its indexes' counts, the aggregator, and the principals of the namespace.</summary>
internal sealed class DeploymentChecks : IDisposable
{
    private readonly MigrationSession session;
    private readonly DeploymentOptions options;
    private readonly AwsServices services;
    private FoundStack? stack;
    private Exception? stackError;

    private DeploymentChecks(MigrationSession session, DeploymentOptions options)
    {
        this.session = session;
        this.options = options;
        services = new AwsServices(session.IsOneTable ? session.Options.Connection : session.Options.TargetConnection ?? session.Options.Connection);
    }

    private string TableName => session.Target.Table.Name;

    private CallSubject Subject => CallSubject.Table(TableName);

    /// <summary>A stack that is not there is told before the table is read.</summary>
    /// <exception cref="DdbException">There is no such stack, or it has another table.</exception>
    public static async Task<DeploymentChecks> OpenAsync(MigrationSession session, DeploymentOptions options, CancellationToken cancellationToken)
    {
        var checks = new DeploymentChecks(session, options);
        try
        {
            if (options.StackName is not null)
                checks.stack = await new StackReader(checks.services).ReadAsync(options.StackName, checks.TableName, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && AwsErrors.IsOfCall(error))
        {
            // The checks that need the stack tell of it.
            checks.stackError = error;
        }
        catch
        {
            checks.Dispose();
            throw;
        }

        return checks;
    }

    /// <summary>The checks that were asked for where there is no namespace: none of them is run.</summary>
    public static IEnumerable<DdbMigrationCheck> WithoutNamespace(MigrationOptions migration, DeploymentOptions options)
    {
        var names = Principals(options).SelectMany(principal => new[] { PrincipalPolicyCheck.NameOf(principal), PrincipalTagCheck.NameOf(principal) });
        foreach (var name in options.StackName is null ? names : names.Prepend(AggregatorHealthCheck.CheckName))
        {
            yield return new CheckFinding(name, DdbCheckStatus.NotRun, "checked", "not checked without a namespace")
                .Of(migration.TableName, migration.NamespaceId is null ? migration.Namespace : null, migration.NamespaceId);
        }
    }

    /// <param name="newItems">How many items that are not old ones the verification found where the copies are.</param>
    /// <param name="cancellationToken">Stops waiting for answers.</param>
    public async Task<IReadOnlyList<DdbMigrationCheck>> RunAsync(long newItems, CancellationToken cancellationToken)
    {
        var checks = new List<DdbMigrationCheck>();
        foreach (var check in All(newItems))
            checks.Add((await check.RunAsync(cancellationToken)).Of(session.Table.Name, session.Namespace?.Name, session.Namespace?.NamespaceId));
        return checks;
    }

    public void Dispose() => services.Dispose();

    private IEnumerable<AwsCheck> All(long newItems)
    {
        var indexes = session.Mapping.ExpectedIndexes.Where(index => session.Target.Table.FindIndex(index.Name) is not null).ToList();
        foreach (var index in indexes)
            yield return new IndexItemCountCheck(Subject, session.TargetClient, TableName, index.Name, indexes.Count > 1, newItems);
        if (options.StackName is not null)
            yield return new AggregatorHealthCheck(Subject, services, TableName, RequireStack, options.Since ?? MigrationStart.Find(session.Folder) ?? session.StartedAt.AddDays(-1));
        foreach (var principal in Principals(options))
        {
            yield return new PrincipalPolicyCheck(Subject, services, principal, options.StackName is null ? null : RequireStack, TableName);
            yield return new PrincipalTagCheck(Subject, services, principal, session.Namespace?.NamespaceId);
        }
    }

    private FoundStack RequireStack()
    {
        if (stackError is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(stackError);
        return stack!;
    }

    private static IEnumerable<IamPrincipal> Principals(DeploymentOptions options) =>
        options.RoleNames.Select(name => new IamPrincipal(IamPrincipalType.Role, name)).Concat(options.UserNames.Select(name => new IamPrincipal(IamPrincipalType.User, name)));
}
