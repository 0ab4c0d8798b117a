using DynamoNamespace.Engine.Aws.CloudFormation;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Stacks.Templates;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Stacks;

/// <summary>Refuses a change set that removes the table or may replace it: its items would be gone.</summary>
internal sealed class TableLoss(ICloudFormation cloudFormation, FoundStack found, bool hasOwnTemplate)
{
    private const string Definitions = "AttributeDefinitions";

    /// <exception cref="DdbException">The table and its items may go.</exception>
    public async Task RefuseAsync(ChangeSetDescription changeSet, CancellationToken cancellationToken)
    {
        if (changeSet.Changes.FirstOrDefault(change => change.LogicalId == found.TableResource.LogicalId) is not { } change || !await IsLosingAsync(change, changeSet, cancellationToken))
            return;
        var how = change.Action == "Modify" ? $"replace it (Replacement {change.Replacement})" : $"{change.Action.ToLowerInvariant()} it";
        throw new DdbException("TableWouldBeReplaced", DdbErrorKind.InvalidArgument, found.TableName,
            $"The change set for stack '{found.Name}' may {how}: table '{found.TableName}' ({change.LogicalId}) and all its items. Give a template that keeps the table's name, its key and its logical ID; the change set was deleted and the stack not changed.");
    }

    private async Task<bool> IsLosingAsync(ResourceChange change, ChangeSetDescription changeSet, CancellationToken cancellationToken) => change switch
    {
        { Action: "Remove" or "Dynamic" } or { Replacement: "True" } => true,
        { Replacement: "Conditional", ReplacedBy: [Definitions] } => !await KeepsTypesAsync(change, changeSet, cancellationToken),
        _ => change.Replacement == "Conditional",
    };

    /// <summary>
    /// To declare more attributes replaces nothing; to change the type of one does
    /// (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html). The change set does not tell which it is.
    /// </summary>
    private async Task<bool> KeepsTypesAsync(ResourceChange change, ChangeSetDescription changeSet, CancellationToken cancellationToken)
    {
        // Our own additions only add.
        if (!hasOwnTemplate)
            return true;
        var template = TemplateDocument.Read(await cloudFormation.GetTemplateAsync(found.Name, changeSet.Id, cancellationToken), new TemplateErrors(found.Name));
        var declared = template.Root.Read("Resources")?.Read(change.LogicalId)?.Read("Properties")?.Read(Definitions);
        return declared is { Kind: TemplateNodeKind.Sequence, Tag: null } && declared.Items.All(item => Keeps(found.Table!, item));
    }

    private static bool Keeps(TableDescriptor table, TemplateNode declared)
    {
        if (declared.Read("AttributeName") is not { IsText: true } name || declared.Read("AttributeType") is not { IsText: true } type)
            return false;
        var used = table.Indexes.Select(index => index.Key).Prepend(table.Key).SelectMany(key => key.Attributes).FirstOrDefault(attribute => attribute.Name == name.Value);
        return used is null || used.Type.ToString() == type.Value;
    }
}
