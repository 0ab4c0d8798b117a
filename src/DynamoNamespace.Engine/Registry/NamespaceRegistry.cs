using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.RateControl;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Registry;

/// <summary>The namespace registry of one table, in zae-limiter's record format.</summary>
internal sealed class NamespaceRegistry(DynamoDbClient client, string tableName, TimeProvider time)
{
    private const string ConditionFailed = "ConditionalCheckFailed";

    private static readonly KeySchema Key = new(
        new KeyAttribute(RegistryRecord.PartitionKey, Items.AttributeType.S), new KeyAttribute(RegistryRecord.SortKey, Items.AttributeType.S));

    /// <summary>Whether a table has the key that a registry needs.</summary>
    public static bool FitsIn(TableDescriptor table) => table.Key == Key;

    /// <summary>Refuses a table that cannot hold a registry.</summary>
    public static void RequireKey(TableDescriptor table)
    {
        if (!FitsIn(table))
        {
            throw new DdbException("WrongKeySchema", DdbErrorKind.InvalidState, table.Name,
                $"Table '{table.Name}' has the key {table.Key}, and a namespace registry stands in tables with the key {Key}. Check the table's name; nothing was changed.");
        }
    }

    /// <summary>Finds the active namespace with this ID, or with this name where no ID is given.</summary>
    /// <exception cref="DdbException">It is not registered, or it is deleted.</exception>
    public async Task<DdbNamespace> ResolveAsync(string name, string? id, CancellationToken cancellationToken)
    {
        var ns = id is null
            ? await RequireByNameAsync(name, cancellationToken)
            : await RequireByIdAsync(id, cancellationToken);
        return ns.Status == DdbNamespace.Active
            ? ns
            : throw new DdbException("NamespaceNotActive", DdbErrorKind.InvalidState, ns.Name,
                $"The namespace '{ns.Name}' ({ns.NamespaceId}) of table '{tableName}' is {ns.Status} and does not resolve. Bring it back with Restore-DdbNamespace, or name another; nothing was changed.");
    }

    public async Task<DdbNamespace> RequireByNameAsync(string name, CancellationToken cancellationToken)
    {
        NamespaceNames.CheckName(name);
        return await ReadAsync(RegistryRecord.ForwardKey(name), cancellationToken)
            ?? throw new DdbException("NamespaceNotRegistered", DdbErrorKind.NotFound, name,
                $"The namespace '{name}' is not registered in table '{tableName}'. Register it with 'Register-DdbNamespace {tableName} {name}' (ddbns namespace register {name} --table-name {tableName}); nothing was changed.");
    }

    public async Task<DdbNamespace> RequireByIdAsync(string id, CancellationToken cancellationToken) =>
        await FindByIdAsync(id, cancellationToken)
            ?? throw new DdbException("NamespaceNotRegistered", DdbErrorKind.NotFound, id,
                $"The namespace ID '{id}' is not in the registry of table '{tableName}'. See the registered ones with 'Get-DdbNamespace {tableName}' (ddbns namespace list); nothing was changed.");

    /// <summary>The namespace with this ID, whatever its status; null where there is none.</summary>
    public Task<DdbNamespace?> FindByIdAsync(string id, CancellationToken cancellationToken)
    {
        NamespaceNames.CheckId(id);
        return ReadAsync(RegistryRecord.ReverseKey(id), cancellationToken);
    }

    /// <summary>The namespaces that resolve, and with <paramref name="all"/> the deleted and purging ones too, by name.</summary>
    public async Task<IReadOnlyList<DdbNamespace>> ListAsync(bool all, CancellationToken cancellationToken)
    {
        var forward = await QueryAsync(RegistryRecord.ForwardPrefix, cancellationToken);
        var found = forward.Where(ns => ns.Status == DdbNamespace.Active).ToList();
        if (all)
        {
            var active = found.Select(ns => ns.NamespaceId).ToHashSet(StringComparer.Ordinal);
            found.AddRange((await QueryAsync(RegistryRecord.ReversePrefix, cancellationToken)).Where(ns => !active.Contains(ns.NamespaceId)));
        }

        return [.. found.OrderBy(ns => ns.Name, StringComparer.Ordinal).ThenBy(ns => ns.NamespaceId, StringComparer.Ordinal)];
    }

    /// <summary>Registers a name. If it is registered already, the namespace that has it is the answer.</summary>
    public async Task<DdbNamespace> RegisterAsync(string name, string? id, CancellationToken cancellationToken)
    {
        NamespaceNames.CheckName(name);
        if (id is not null)
            NamespaceNames.CheckId(id);
        for (var attempt = 0; ; attempt++)
        {
            var ns = new DdbNamespace(tableName, name, id ?? NamespaceNames.NewId(), DdbNamespace.Active, time.GetUtcNow(), null);
            var reasons = await TryTransactAsync([Put(RegistryRecord.Forward(ns)), Put(RegistryRecord.Reverse(ns))], cancellationToken);
            if (reasons is null)
                return await RequireByNameAsync(name, cancellationToken);
            if (await ReadAsync(RegistryRecord.ForwardKey(name), cancellationToken) is { } existing)
                return CheckExisting(existing, id);
            if (id is not null && reasons[1] == ConditionFailed)
            {
                throw new DdbException("NamespaceIdTaken", DdbErrorKind.AlreadyExists, id,
                    $"The namespace ID '{id}' belongs to another namespace of table '{tableName}'. Leave the ID out to have one made; nothing was changed.");
            }

            await RetryAsync(attempt, name, cancellationToken);
        }
    }

    /// <summary>Marks a namespace deleted: it no longer resolves, and its data stays.</summary>
    public async Task<DdbNamespace> UnregisterAsync(string name, string? id, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var ns = await ResolveAsync(name, id, cancellationToken);
            var deleted = ns with { Status = DdbNamespace.Deleted, DeletedAt = time.GetUtcNow() };
            var reasons = await TryTransactAsync(
            [
                new() { Delete = new() { TableName = tableName, Key = RegistryRecord.ForwardKey(ns.Name), ConditionExpression = "namespace_id = :id", ExpressionAttributeValues = Values((":id", ns.NamespaceId)) } },
                new() { Update = MarkDeleted(deleted) },
            ], cancellationToken);
            if (reasons is null)
                return deleted with { DeletedAt = Truncate(deleted.DeletedAt!.Value) };
            await RetryAsync(attempt, ns.Name, cancellationToken);
        }
    }

    /// <summary>Brings a deleted namespace back under its name, if that is free.</summary>
    public async Task<DdbNamespace> RestoreAsync(string? name, string? id, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var ns = id is null ? await FindDeletedAsync(name!, cancellationToken) : await RequireByIdAsync(id, cancellationToken);
            if (ns.Status != DdbNamespace.Deleted)
            {
                throw new DdbException("NamespaceNotDeleted", DdbErrorKind.InvalidState, ns.Name,
                    $"The namespace '{ns.Name}' ({ns.NamespaceId}) of table '{tableName}' is {ns.Status}; only a deleted one can be restored. Nothing was changed.");
            }

            var restored = ns with { Status = DdbNamespace.Active, DeletedAt = null };
            var reasons = await TryTransactAsync([Put(RegistryRecord.Forward(restored)), new() { Update = MarkActive(restored) }], cancellationToken);
            if (reasons is null)
                return restored;
            if (reasons[0] == ConditionFailed)
            {
                throw new DdbException("NamespaceNameTaken", DdbErrorKind.AlreadyExists, ns.Name,
                    $"The name '{ns.Name}' has been registered anew in table '{tableName}', so the namespace {ns.NamespaceId} cannot have it back. Unregister the new one first; nothing was changed.");
            }

            await RetryAsync(attempt, ns.Name, cancellationToken);
        }
    }

    /// <summary>The one deleted or purging namespace that had this name.</summary>
    public async Task<DdbNamespace> FindDeletedAsync(string name, CancellationToken cancellationToken)
    {
        NamespaceNames.CheckName(name);
        var found = (await ListAsync(all: true, cancellationToken)).Where(ns => string.Equals(ns.Name, name, StringComparison.Ordinal)).ToList();
        var deleted = found.Where(ns => ns.Status != DdbNamespace.Active).ToList();
        return deleted.Count switch
        {
            1 => deleted[0],
            0 when found.Count > 0 => found[0],
            0 => throw new DdbException("NamespaceNotRegistered", DdbErrorKind.NotFound, name,
                $"Table '{tableName}' has no deleted namespace named '{name}'. See them with 'Get-DdbNamespace {tableName} -All'; nothing was changed."),
            _ => throw new DdbException("NamespaceAmbiguous", DdbErrorKind.InvalidArgument, name,
                $"Table '{tableName}' has {deleted.Count} deleted namespaces named '{name}' ({string.Join(", ", deleted.Select(ns => ns.NamespaceId))}). Say which with -NamespaceId; nothing was changed."),
        };
    }

    private DdbNamespace CheckExisting(DdbNamespace existing, string? id)
    {
        if (existing.Status != DdbNamespace.Active)
        {
            throw new DdbException("NamespaceNotActive", DdbErrorKind.InvalidState, existing.Name,
                $"The namespace '{existing.Name}' of table '{tableName}' is {existing.Status}. Restore it with Restore-DdbNamespace or purge it with Clear-DdbNamespace; nothing was changed.");
        }

        if (id is not null && !string.Equals(id, existing.NamespaceId, StringComparison.Ordinal))
        {
            throw new DdbException("NamespaceNameTaken", DdbErrorKind.AlreadyExists, existing.Name,
                $"The namespace '{existing.Name}' of table '{tableName}' is registered with the ID '{existing.NamespaceId}', not '{id}'. Nothing was changed.");
        }

        return existing;
    }

    private async Task<DdbNamespace?> ReadAsync(Dictionary<string, AttributeValue> key, CancellationToken cancellationToken)
    {
        var answer = await client.GetItemAsync(new GetItemRequest { TableName = tableName, Key = key, ConsistentRead = true }, cancellationToken);
        return answer.Item is { Count: > 0 } item ? RegistryRecord.Read(item, tableName) : null;
    }

    private async Task<List<DdbNamespace>> QueryAsync(string sortKeyPrefix, CancellationToken cancellationToken)
    {
        var found = new List<DdbNamespace>();
        var request = new QueryRequest
        {
            TableName = tableName,
            ConsistentRead = true,
            KeyConditionExpression = "PK = :pk AND begins_with(SK, :prefix)",
            ExpressionAttributeValues = Values((":pk", RegistryRecord.Partition), (":prefix", sortKeyPrefix)),
        };
        do
        {
            var page = await client.QueryAsync(request, cancellationToken);
            found.AddRange((page.Items ?? []).Select(item => RegistryRecord.Read(item, tableName)));
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
        return found;
    }

    /// <summary>Carries writes out together.</summary>
    /// <returns>Null if they were carried out, else each write's reason code.</returns>
    private async Task<IReadOnlyList<string>?> TryTransactAsync(List<TransactWriteItem> writes, CancellationToken cancellationToken)
    {
        try
        {
            await client.TransactWriteItemsAsync(new TransactWriteItemsRequest { TransactItems = writes, ClientRequestToken = Guid.NewGuid().ToString() }, cancellationToken);
            return null;
        }
        catch (TransactionCanceledException error)
        {
            var reasons = error.CancellationReasons ?? [];
            return [.. writes.Select((_, index) => index < reasons.Count ? reasons[index].Code ?? "" : "")];
        }
    }

    private async Task RetryAsync(int attempt, string name, CancellationToken cancellationToken)
    {
        if (attempt + 1 >= Backoff.MaximumAttempts)
        {
            throw new DdbException("RegistryBusy", DdbErrorKind.LimitExceeded, name,
                $"The registry of table '{tableName}' was changed by others at each of {Backoff.MaximumAttempts} attempts for '{name}'. Run the same command again; nothing was changed.");
        }

        await Backoff.WaitAsync(attempt, time, cancellationToken);
    }

    private TransactWriteItem Put(Dictionary<string, AttributeValue> record) =>
        new() { Put = new() { TableName = tableName, Item = record, ConditionExpression = "attribute_not_exists(PK)" } };

    /// <summary>Fills in what a reverse record of an older deployment may lack.</summary>
    private Update MarkDeleted(DdbNamespace ns) => new()
    {
        TableName = tableName,
        Key = RegistryRecord.ReverseKey(ns.NamespaceId),
        UpdateExpression = "SET #status = :status, deleted_at = :now, namespace_id = if_not_exists(namespace_id, :id), "
            + "namespace_name = if_not_exists(namespace_name, :name), created_at = if_not_exists(created_at, :created), "
            + "GSI4PK = if_not_exists(GSI4PK, :gsi4pk), GSI4SK = if_not_exists(GSI4SK, :gsi4sk)",
        ExpressionAttributeNames = Names(),
        ExpressionAttributeValues = Values(
            (":status", ns.Status), (":now", RegistryRecord.FormatTime(ns.DeletedAt!.Value)), (":id", ns.NamespaceId), (":name", ns.Name),
            (":created", RegistryRecord.FormatTime(ns.CreatedAt ?? time.GetUtcNow())), (":gsi4pk", NamespaceNames.Reserved), (":gsi4sk", RegistryRecord.Partition)),
    };

    private Update MarkActive(DdbNamespace ns) => new()
    {
        TableName = tableName,
        Key = RegistryRecord.ReverseKey(ns.NamespaceId),
        UpdateExpression = "SET #status = :active REMOVE deleted_at",
        ConditionExpression = "#status = :deleted",
        ExpressionAttributeNames = Names(),
        ExpressionAttributeValues = Values((":active", DdbNamespace.Active), (":deleted", DdbNamespace.Deleted)),
    };

    /// <summary>Records hold whole seconds.</summary>
    private static DateTimeOffset Truncate(DateTimeOffset moment) => DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds());

    private static Dictionary<string, string> Names() => new(StringComparer.Ordinal) { ["#status"] = RegistryRecord.Status };

    private static Dictionary<string, AttributeValue> Values(params (string Name, string Text)[] values) =>
        values.ToDictionary(value => value.Name, value => new AttributeValue(value.Text), StringComparer.Ordinal);
}
