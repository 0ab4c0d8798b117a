using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Registry;
using DynamoNamespace.Engine.Stacks;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Prerequisites;

/// <summary>What the checks look at: the table as DynamoDB describes it, and what several of them ask for.</summary>
internal sealed class PrerequisiteContext
{
    private readonly Exception? stackError;
    private readonly FoundStack? stack;
    private Task<DdbPointInTimeRecovery>? recovery;

    private PrerequisiteContext(PrerequisiteOptions options, AwsServices services, TableDescription description, FoundStack? stack, Exception? stackError, TimeProvider time)
    {
        Options = options;
        Services = services;
        Description = description;
        Table = TableReader.Read(description);
        Time = time;
        this.stack = stack;
        this.stackError = stackError;
    }

    public PrerequisiteOptions Options { get; }

    public AwsServices Services { get; }

    /// <summary>All that DescribeTable tells.</summary>
    public TableDescription Description { get; }

    public TableDescriptor Table { get; }

    public CallSubject Subject => CallSubject.Table(Table.Name);

    public TimeProvider Time { get; }

    /// <summary>The namespace, once the check of the registry has found it.</summary>
    public DdbNamespace? Namespace { get; set; }

    /// <exception cref="DdbException">There is no such table, or no such stack, or the stack has another table.</exception>
    public static async Task<PrerequisiteContext> OpenAsync(PrerequisiteOptions options, AwsServices services, TimeProvider time, CancellationToken cancellationToken)
    {
        var table = (await services.DynamoDb.DescribeTableAsync(options.TableName, cancellationToken)).Table;
        if (options.StackName is null)
            return new PrerequisiteContext(options, services, table, null, null, time);
        try
        {
            var found = await new StackReader(services).ReadAsync(options.StackName, options.TableName, cancellationToken);
            return new PrerequisiteContext(options, services, table, found, null, time);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && AwsErrors.IsOfCall(error))
        {
            // Each check that needs the stack tells of it.
            return new PrerequisiteContext(options, services, table, null, error, time);
        }
    }

    /// <summary>The stack that the user named, or null where none was.</summary>
    /// <exception cref="Exception">What kept it from being read.</exception>
    public FoundStack? RequireStack()
    {
        if (stackError is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(stackError);
        return stack;
    }

    /// <summary>The table's point-in-time recovery, asked for once.</summary>
    public Task<DdbPointInTimeRecovery> RecoveryAsync(CancellationToken cancellationToken) =>
        recovery ??= PointInTimeRecovery.ReadAsync(Services.DynamoDb, Table.Name, cancellationToken);
}
