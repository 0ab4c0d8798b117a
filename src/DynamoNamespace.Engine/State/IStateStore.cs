using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.State;

/// <summary>Where the state of plans is kept: a DynamoDB table beside the data, or a folder.</summary>
internal interface IStateStore : IAsyncDisposable
{
    /// <summary>Which store it is, the same on every machine: what the source table is marked with, so that a plan is never kept in two places.</summary>
    StateHome Home { get; }

    /// <summary>The write units that this store's calls have consumed; 0 for a folder.</summary>
    double ConsumedWriteUnits { get; }

    /// <summary>The state of one plan.</summary>
    IPlanState Open(PlanIdentity plan);

    /// <summary>All plans that the store holds.</summary>
    /// <param name="onUnreadable">Receives each plan that cannot be read; the others are listed all the same.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    IAsyncEnumerable<StoredPlan> ListAsync(Action<DdbException> onUnreadable, CancellationToken cancellationToken);
}

/// <summary>Identifies a store.</summary>
/// <param name="Kind"><c>table</c> or <c>folder</c>.</param>
/// <param name="Id">The table's name, or the ID that a folder was given when it was first used.</param>
/// <param name="Where">For messages: where a folder is, as the machine that first used it names it.</param>
internal sealed record StateHome(string Kind, string Id, string Where)
{
    public const string Table = "table";
    public const string Folder = "folder";

    /// <summary>The table's name; null where the store is a folder.</summary>
    public string? TableName => Kind == Table ? Id : null;

    public bool IsSame(StateHome other) => string.Equals(Kind, other.Kind, StringComparison.Ordinal) && string.Equals(Id, other.Id, StringComparison.Ordinal);
}
