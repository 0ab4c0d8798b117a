namespace DynamoNamespace.Engine.Activity;

/// <summary>Where a write came from, as far as a stream tells.</summary>
public enum DdbWriteOrigin
{
    /// <summary>A client of the table; or of a replica in another Region, where the global table is of version 2019.11.21, whose records do not tell.</summary>
    Client,

    /// <summary>DynamoDB deleted the item because its time to live had passed.</summary>
    TimeToLive,

    /// <summary>A global table of version 2017.11.29 brought it from another Region, or keeps its own account of a write.</summary>
    Replication,

    /// <summary>Another AWS service that the record names.</summary>
    Service,
}
