using System.Text.Json.Nodes;
using static DynamoNamespace.Tests.Support.Load.LiveItem;

namespace DynamoNamespace.Tests.Support.Load;

/// <summary>
/// One client. It increments any item, and creates and deletes only its own, so that an item's lives come one after
/// another. Each write has a condition; one that fails it changes nothing and is only counted.
/// </summary>
internal sealed class LiveWriter(RawDynamoDb raw, string tableName, string namespaceId, int index, LiveLoad load, WriteLedger ledger)
{
    private readonly SplitMix64 _random = new(load.Seed, "live writer", index);
    private int _nextNumber = FirstOwn(index, load);
    private int _refused;

    public int Refused => Volatile.Read(ref _refused);

    public Task WriteOldAsync() => _random.Between(1, 10) switch
    {
        1 when FindAbsent() is { } absent => CreateAsync(absent),
        2 when FindToDelete() is { } own => DeleteAsync(own),
        _ => IncrementOldAsync(PickAlive()),
    };

    public Task WriteNewAsync(CutOver cutOver) => cutOver == CutOver.WhenCaughtUp
        ? IncrementCaughtUpAsync(PickAlive())
        : IncrementWhatIsThereAsync(PickAlive());

    private Task IncrementOldAsync(LiveRecord record) => record.Item.Clock is null
        ? AddAsync(record, record.Item.Pk, condition: "", least: null, isNew: false)
        : SetAsync(record, record.Item.Pk, record.OldHits, newHits: null);

    private Task IncrementCaughtUpAsync(LiveRecord record) => record.Item.Clock is null
        ? AddAsync(record, NewPk(record), $" AND {Counter} >= :least", record.OldHits, isNew: true)
        : SetAsync(record, NewPk(record), record.OldHits + record.NewHits, record.NewHits + 1);

    private async Task IncrementWhatIsThereAsync(LiveRecord record)
    {
        if (await raw.GetAsync(tableName, NewPk(record), record.Item.Sk) is not { } found)
        {
            Interlocked.Increment(ref _refused);
            return;
        }

        await SetAsync(record with { Life = Number(found, LifeNumber) }, NewPk(record), Number(found, Counter), Number(found, NewCounter) + 1);
    }

    /// <summary>An increment that the table computes itself.</summary>
    private Task AddAsync(LiveRecord record, string pk, string condition, int? least, bool isNew)
    {
        var request = Keyed(record, pk, $"{LifeNumber} = :life{condition}");
        request["UpdateExpression"] = $"ADD {Counter} :one{(isNew ? $", {NewCounter} :one" : "")}";
        var values = request["ExpressionAttributeValues"]!.AsObject();
        values[":one"] = N(1);
        if (least is not null)
            values[":least"] = N(least.Value);
        return SendAsync("UpdateItem", request, () => ledger.Incremented(record, isNew));
    }

    /// <summary>An increment of a client that knows, or has read, what the item has; nobody else may have written meanwhile.</summary>
    private Task SetAsync(LiveRecord record, string pk, int seen, int? newHits)
    {
        var isNew = newHits is not null;
        var request = Keyed(record, pk, $"{LifeNumber} = :life AND {Counter} = :seen");
        request["UpdateExpression"] = $"SET {Counter} = :next{(isNew ? $", {NewCounter} = :new" : "")}{(record.Item.Clock is { } clock ? $", {clock} = :clock" : "")}";
        var values = request["ExpressionAttributeValues"]!.AsObject();
        values[":seen"] = N(seen);
        values[":next"] = N(seen + 1);
        if (newHits is not null)
            values[":new"] = N(newHits.Value);
        if (record.Item.Clock is not null)
            values[":clock"] = N(isNew ? ClockOf(record.Life, record.OldHits, record.NewHits + 1) : ClockOf(record.Life, seen + 1, 0));
        return SendAsync("UpdateItem", request, () => ledger.Incremented(record, isNew));
    }

    private Task CreateAsync(LiveRecord absent) => SendAsync(
        "PutItem",
        new JsonObject
        {
            ["TableName"] = tableName,
            ["Item"] = absent.Item.At(absent.Life + 1, 0),
            ["ConditionExpression"] = "attribute_not_exists(PK)",
        },
        () => ledger.Created(absent));

    private Task DeleteAsync(LiveRecord own) =>
        SendAsync("DeleteItem", Keyed(own, own.Item.Pk, $"{LifeNumber} = :life"), () => ledger.Deleted(own));

    /// <summary>Whatever else goes wrong is thrown: a write that nobody knows the end of has no place in a ledger.</summary>
    private async Task SendAsync(string operation, JsonObject request, Action acknowledge)
    {
        try
        {
            await raw.SendAsync(operation, request);
        }
        catch (RawDynamoDbException error) when (error.ErrorType == "ConditionalCheckFailedException")
        {
            Interlocked.Increment(ref _refused);
            return;
        }

        acknowledge();
    }

    private LiveRecord PickAlive() => _random.Pick(ledger.Records.Where(r => r.IsAlive).ToList());

    private LiveRecord? FindToDelete()
    {
        var own = ledger.Records.Where(r => r.IsAlive && IsOwn(r)).ToList();
        // Some must be left to increment.
        return own.Count > 1 ? _random.Pick(own) : null;
    }

    /// <summary>An own key that nothing stands under: one whose item was deleted, or one that never had an item.</summary>
    private LiveRecord? FindAbsent()
    {
        var deleted = ledger.Records.Where(r => !r.IsAlive && IsOwn(r)).ToList();
        if (deleted.Count > 0 && (_random.OneIn(2) || _nextNumber >= load.MostItems))
            return _random.Pick(deleted);
        if (_nextNumber >= load.MostItems)
            return null;
        var fresh = new LiveRecord(new LiveItem(_nextNumber), Life: 0, IsAlive: false, OldHits: 0, NewHits: 0);
        _nextNumber += load.Clients;
        return fresh;
    }

    private bool IsOwn(LiveRecord record) => record.Item.Number % load.Clients == index;

    private string NewPk(LiveRecord record) => $"{namespaceId}/{record.Item.Pk}";

    private JsonObject Keyed(LiveRecord record, string pk, string condition) => new()
    {
        ["TableName"] = tableName,
        ["Key"] = new JsonObject { ["PK"] = S(pk), ["SK"] = S(record.Item.Sk) },
        ["ConditionExpression"] = condition,
        ["ExpressionAttributeValues"] = new JsonObject { [":life"] = N(record.Life) },
    };

    private static int FirstOwn(int index, LiveLoad load)
    {
        var number = index;
        while (number < load.FirstItems)
            number += load.Clients;
        return number;
    }

    private static int Number(JsonObject item, string name) => item[name] is { } value ? int.Parse(value["N"]!.GetValue<string>()) : 0;
}
