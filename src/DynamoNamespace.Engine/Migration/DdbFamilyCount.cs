namespace DynamoNamespace.Engine.Migration;

/// <summary>The candidates of one family.</summary>
/// <param name="Family">The head of the key, such as <c>ENTITY#</c>.</param>
/// <param name="IsKnown">Whether the mapping names this family.</param>
/// <param name="Candidates">How many items of it the mapping matches.</param>
public sealed record DdbFamilyCount(string Family, bool IsKnown, long Candidates)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Family} {Candidates}";
}
