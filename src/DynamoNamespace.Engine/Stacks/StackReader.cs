using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Aws.CloudFormation;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Identity;
using DynamoNamespace.Engine.Stacks.Templates;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Stacks;

/// <summary>A stack as it was found: its description, its resources, and its table.</summary>
internal sealed record FoundStack(StackDescription Stack, IReadOnlyList<StackResource> Resources, StackResource TableResource, TableDescriptor? Table)
{
    public string Name => Stack.Name;

    public string TableName => TableResource.PhysicalId!;

    /// <summary>The table in the stack's template.</summary>
    public TemplateTable AsTemplateTable() => TableResource.LogicalId.Length > 0
        ? new TemplateTable { LogicalId = TableResource.LogicalId }
        : new TemplateTable { TableName = TableName, StackName = Name, ParameterValues = Stack.Parameters };
}

/// <summary>Reads what a stack is and what its table is.</summary>
internal sealed class StackReader(AwsServices services)
{
    /// <param name="stackName">The stack, by name or ID.</param>
    /// <param name="tableName">The table, where the stack has several.</param>
    /// <param name="cancellationToken">Stops waiting for answers.</param>
    /// <exception cref="DdbException">There is no such stack, or no such table in it.</exception>
    public async Task<FoundStack> ReadAsync(string stackName, string? tableName, CancellationToken cancellationToken)
    {
        var found = await LocateAsync(stackName, tableName, cancellationToken);
        return found with { Table = await FindTableAsync(found.TableName, cancellationToken) };
    }

    /// <summary>The same without a call on the table itself.</summary>
    public async Task<FoundStack> LocateAsync(string stackName, string? tableName, CancellationToken cancellationToken)
    {
        var stack = await RequireAsync(stackName, cancellationToken);
        var resources = await services.CloudFormation.ListResourcesAsync(stack.Name, cancellationToken);
        return new FoundStack(stack, resources, FindTable(stack, resources, tableName), Table: null);
    }

    public async Task<StackDescription> RequireAsync(string stackName, CancellationToken cancellationToken) =>
        await services.CloudFormation.FindStackAsync(stackName, cancellationToken) ?? throw new DdbException("StackNotFound", DdbErrorKind.NotFound, stackName,
            $"There is no stack '{stackName}' in {services.Region}. Check the stack's name, the Region and the account; nothing was changed.");

    /// <summary>The table as DynamoDB describes it; null where there is none.</summary>
    public async Task<TableDescriptor?> FindTableAsync(string tableName, CancellationToken cancellationToken)
    {
        try
        {
            return await TableReader.ReadAsync(services.DynamoDb, tableName, cancellationToken);
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
    }

    public static DdbNamespaceStack Describe(FoundStack found) => new()
    {
        StackName = found.Name,
        StackId = found.Stack.Id,
        Status = found.Stack.Status,
        StatusReason = found.Stack.StatusReason,
        DriftStatus = found.Stack.DriftStatus,
        TableName = found.TableName,
        TableArn = found.Table?.Arn,
        TableStatus = found.Table?.Status,
        Indexes = (found.Table?.Indexes ?? []).Where(index => !index.IsLocal).Select(index => new DdbStackIndex(index.Name, index.Status)).ToArray(),
        HasNamespaceIndex = found.Table?.FindIndex(TableAdditions.IndexName) is { IsActive: true },
        StreamArn = found.Table?.LatestStreamArn,
        StreamViewType = found.Table?.StreamViewType,
        AggregatorFunctionName = AggregatorOf(found),
        NamespaceAcquirePolicyArn = PolicyArn(found, StackPolicy.For(DdbNamespaceAccessLevel.Acquire)),
        NamespaceFullAccessPolicyArn = PolicyArn(found, StackPolicy.For(DdbNamespaceAccessLevel.Full)),
        NamespaceReadOnlyPolicyArn = PolicyArn(found, StackPolicy.For(DdbNamespaceAccessLevel.ReadOnly)),
    };

    /// <summary>By its output, or by the resource, whose physical ID is the ARN.</summary>
    public static string? PolicyArn(FoundStack found, StackPolicy policy)
    {
        if (found.Stack.Outputs.TryGetValue(policy.OutputName, out var arn))
            return arn;
        return found.Resources.FirstOrDefault(resource => resource.LogicalId == policy.LogicalId)?.PhysicalId;
    }

    private static StackResource FindTable(StackDescription stack, IReadOnlyList<StackResource> resources, string? tableName)
    {
        var tables = resources.Where(resource => resource is { Type: StackResource.TableType, PhysicalId.Length: > 0, Status: not "DELETE_COMPLETE" }).ToList();
        // A table of a nested stack is not listed, but it may be named.
        if (tables.Count == 0 && stack.Outputs.TryGetValue("TableName", out var named))
            tables.Add(new StackResource("", named, StackResource.TableType, stack.Status));
        if (tables.Count == 0)
        {
            throw new DdbException("StackHasNoTable", DdbErrorKind.NotFound, stack.Name,
                $"Stack '{stack.Name}' ({stack.Status}) has no DynamoDB table among its {resources.Count} resources. Name the stack that the table was made by; nothing was changed.");
        }

        // zae-limiter names its table after its stack.
        var matching = tableName is null && tables.Count > 1 && tables.Exists(table => table.PhysicalId == stack.Name) ? stack.Name : tableName;
        var found = matching is null ? tables : tables.FindAll(table => table.PhysicalId == matching);
        var names = string.Join(", ", tables.Select(table => $"'{table.PhysicalId}'"));
        return found.Count switch
        {
            1 => found[0],
            0 => throw new DdbException("TableNotInStack", DdbErrorKind.NotFound, tableName,
                $"Stack '{stack.Name}' has no table '{tableName}'; it has {names}. Name one of them, or the stack that the table is in; nothing was changed."),
            _ => throw new DdbException("StackHasSeveralTables", DdbErrorKind.InvalidArgument, stack.Name,
                $"Stack '{stack.Name}' has several tables: {names}. Name one with -TableName (--table-name); nothing was changed."),
        };
    }

    /// <summary>By its output, or by its name: a stack may have other functions too.</summary>
    public static string? AggregatorOf(FoundStack found)
    {
        if (found.Stack.Outputs.TryGetValue("AggregatorFunctionName", out var named))
            return named;
        return found.Resources.FirstOrDefault(resource =>
            resource.Type == StackResource.FunctionType && resource.PhysicalId?.EndsWith("-aggregator", StringComparison.Ordinal) == true)?.PhysicalId;
    }
}
