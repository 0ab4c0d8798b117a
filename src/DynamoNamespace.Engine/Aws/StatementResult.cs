using System.Runtime.InteropServices;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Aws;

/// <summary>What became of one statement of a batch. No code means that it was carried out.</summary>
/// <param name="ErrorCode">The code, such as <c>DuplicateItem</c>.</param>
/// <param name="ErrorMessage">What DynamoDB said.</param>
/// <param name="Item">What a statement that returns an item returned.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StatementResult(string? ErrorCode, string? ErrorMessage, Item? Item)
{
    public bool Succeeded => ErrorCode is null;
}

/// <summary>The answer to a batch of statements. Returned items may be read until it is disposed.</summary>
internal sealed class StatementAnswer(ItemBlock block, IReadOnlyList<StatementResult> results) : IDisposable
{
    /// <summary>One for each statement, in the order of the request.</summary>
    public IReadOnlyList<StatementResult> Results => results;

    public void Dispose() => block.Dispose();
}
