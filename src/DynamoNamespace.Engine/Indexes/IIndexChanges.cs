using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>A way to make and remove an index: straight on the table, or through its stack.</summary>
internal interface IIndexChanges
{
    /// <summary>What is done so far, in a whole sentence, for the error that ends it.</summary>
    string Done { get; }

    /// <summary>The table as it is, once a change of our own that is still under way has ended.</summary>
    /// <exception cref="DdbException">There is no such table, or it cannot be changed this way now.</exception>
    Task<IndexTable> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Makes the shadow, with the old index's key and settings.</summary>
    /// <returns>Whether it was wanted.</returns>
    Task<bool> CreateAsync(IndexTable table, string indexName, string shadowName, IndexProjection projection, CancellationToken cancellationToken);

    /// <summary>Removes an index.</summary>
    /// <returns>Whether it was wanted.</returns>
    Task<bool> DeleteAsync(IndexTable table, string indexName, CancellationToken cancellationToken);
}
