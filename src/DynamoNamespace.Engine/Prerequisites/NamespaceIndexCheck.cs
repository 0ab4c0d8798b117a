using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Stacks.Templates;
using DynamoNamespace.Engine.Tables;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Prerequisites;

/// <summary>Whether the table has the index by which a namespace's items are found.</summary>
internal sealed class NamespaceIndexCheck(PrerequisiteContext context)
    : AwsCheck(context.Subject, "NamespaceIndex", $"{TableAdditions.IndexName} ({Key}), KEYS_ONLY, ACTIVE", "dynamodb:DescribeTable")
{
    private static readonly KeySchema Key = new(
        new KeyAttribute(TableAdditions.IndexName + "PK", AttributeType.S), new KeyAttribute(TableAdditions.IndexName + "SK", AttributeType.S));

    protected override Task<CheckFinding> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(Judge());

    private CheckFinding Judge()
    {
        if (context.Table.FindIndex(TableAdditions.IndexName) is not { } index)
            return Warn("the table has no such index", "Add it with Update-DdbNamespaceStack; copying can begin before, and copies come into the index by themselves.");
        if (index.Key != Key)
            return Fail($"it has the key {index.Key}", "An index's key cannot be changed: drop this index and add the right one.");
        if (!index.IsActive)
            return Warn(index.Status, "Wait until it is ACTIVE: it takes its share of the writes meanwhile, and a table takes no other change of its indexes.");
        return index.ProjectionType == "KEYS_ONLY"
            ? Pass("ACTIVE")
            : Warn($"ACTIVE, and it projects {index.ProjectionType}", "Nothing has to be done: it works, and each write costs more than with KEYS_ONLY.");
    }
}
