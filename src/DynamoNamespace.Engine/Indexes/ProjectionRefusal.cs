namespace DynamoNamespace.Engine.Indexes;

/// <summary>
/// What CloudFormation says where a template changes an index in place, or several at once, and what that means. The texts are those of its handler of
/// <c>AWS::DynamoDB::Table</c>; there are no codes for them.
/// </summary>
internal static class ProjectionRefusal
{
    /// <summary>Explains the reason of a failed update; null where it is another one.</summary>
    public static string? Explain(string? reason) => reason switch
    {
        not null when reason.Contains("Cannot update GSI's properties other than", StringComparison.OrdinalIgnoreCase) =>
            "The template changed the projection or the key of an index, which DynamoDB cannot do to an index that exists. Put the index back into the template as it is deployed, and add one with the new projection "
            + "beside it, under another name: Start-DdbIndexMigration (ddbns index start) does so",
        not null when reason.Contains("Cannot perform more than one GSI creation or deletion", StringComparison.OrdinalIgnoreCase) =>
            "The template added or removed more than one index, and DynamoDB takes one such change at a time. Deploy one index an update; a renamed index is two changes, a new one and a removal",
        _ => null,
    };
}
