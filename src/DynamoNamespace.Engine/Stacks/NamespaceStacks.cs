using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Stacks;

/// <summary>The operations on stacks, each on a connection of its own.</summary>
public static class NamespaceStacks
{
    /// <summary>What a stack is: its status, its table with indexes and stream, its aggregator and the namespace policies.</summary>
    /// <param name="connection">Where to connect.</param>
    /// <param name="stackName">The stack, by name or ID.</param>
    /// <param name="tableName">The table, where the stack has several.</param>
    /// <param name="cancellationToken">Stops waiting for answers.</param>
    /// <exception cref="DdbException">There is no such stack, or no such table in it.</exception>
    public static Task<DdbNamespaceStack> GetAsync(ConnectionOptions connection, string stackName, string? tableName, CancellationToken cancellationToken) =>
        AwsCall.RunAsync(connection, CallSubject.Stack(stackName), async (services, _) =>
            StackReader.Describe(await new StackReader(services).ReadAsync(stackName, tableName, cancellationToken)), cancellationToken);

    /// <summary>
    /// Adds the index and the policies that namespaces need through a reviewed change set, waits until the index can be used, and registers a
    /// namespace. What is there already is left as it is; stopped anywhere, it goes on when it is run again.
    /// </summary>
    /// <param name="options">The stack and what is to be done with it.</param>
    /// <param name="audience">Reviews the changes before any is made.</param>
    /// <param name="cancellationToken">Stops the waiting. An update that CloudFormation has begun goes on without us.</param>
    /// <exception cref="DdbException">The stack cannot be updated, or the update failed.</exception>
    public static Task<DdbNamespaceStack> UpdateAsync(StackUpdateOptions options, IStackUpdateAudience audience, CancellationToken cancellationToken) =>
        AwsCall.RunAsync(options.Connection, CallSubject.Stack(options.StackName), (services, subject) =>
        {
            var update = new StackUpdate(services, options, audience);
            subject.Done = () => update.Done;
            return update.RunAsync(cancellationToken);
        }, cancellationToken);
}
