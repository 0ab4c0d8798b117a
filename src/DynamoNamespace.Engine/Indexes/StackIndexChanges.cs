using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Aws.CloudFormation;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Stacks;
using DynamoNamespace.Engine.Stacks.Templates;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>Makes and removes indexes through a stack's deployed template, which stays as it is otherwise: one reviewed change set, one index.</summary>
internal sealed class StackIndexChanges : IIndexChanges
{
    private readonly AwsServices services;
    private readonly IIndexAudience audience;
    private readonly StackUpdateOptions options;
    private readonly ReviewedChange change;
    private FoundStack? found;

    public StackIndexChanges(AwsServices services, IndexMigrationOptions options, IIndexAudience audience)
    {
        this.services = services;
        this.audience = audience;
        this.options = new StackUpdateOptions
        {
            StackName = options.StackName!,
            TableName = options.TableName,
            TemplateBucket = options.TemplateBucket,
            Capabilities = options.Capabilities,
            Connection = options.Connection,
            PollInterval = options.PollInterval,
        };
        change = new ReviewedChange(services, this.options, audience, "The stack is updated; run the same command again to go on.");
    }

    public string Done => change.Done;

    public async Task<IndexTable> OpenAsync(CancellationToken cancellationToken)
    {
        var stack = await change.FinishOwnAsync(cancellationToken);
        var explained = await FailedUpdate.ExplainAsync(services.CloudFormation, stack, cancellationToken);
        RequireUpdatable(stack, explained);
        if (explained is not null)
            audience.OnWarning($"{explained} The stack is rolled back, so this command can go on.");
        found = await new StackReader(services).ReadAsync(options.StackName, options.TableName, cancellationToken);
        DeployedTable.RequireThere(found);
        return await IndexTable.ReadAsync(services.DynamoDb, found.TableName, cancellationToken);
    }

    public async Task<bool> CreateAsync(IndexTable table, string indexName, string shadowName, IndexProjection projection, CancellationToken cancellationToken)
    {
        var edit = await TemplateAsync(cancellationToken);
        RequireSame(table, edit, indexName);
        RequireSame(table, edit, shadowName);
        audience.OnVerbose($"To be added to the template of stack '{found!.Name}': index {shadowName} behind {indexName}, with the projection {projection}.");
        return await ApplyAsync(edit.AddBeside(indexName, shadowName, projection), $"Index {shadowName} beside {indexName}", cancellationToken);
    }

    public async Task<bool> DeleteAsync(IndexTable table, string indexName, CancellationToken cancellationToken)
    {
        var edit = await TemplateAsync(cancellationToken);
        RequireSame(table, edit, indexName);
        audience.OnVerbose($"To be removed from the template of stack '{found!.Name}': index {indexName}.");
        return await ApplyAsync(edit.Remove(indexName), $"Without index {indexName}", cancellationToken);
    }

    private async Task<IndexEdit> TemplateAsync(CancellationToken cancellationToken) =>
        new(await services.CloudFormation.GetTemplateAsync(found!.Name, null, cancellationToken), found.AsTemplateTable(), found.Name);

    private async Task<bool> ApplyAsync(string text, string description, CancellationToken cancellationToken)
    {
        var template = await StackTemplate.HandOverAsync(services, options, text, cancellationToken);
        return await change.ApplyAsync(
            found!, template, StackTemplate.DeployedParameters(found!.Stack, options), StackCapabilities.Known(found, options), description, cancellationToken);
    }

    /// <summary>CloudFormation compares a template with the one before, not with the table.</summary>
    private void RequireSame(IndexTable table, IndexEdit edit, string indexName)
    {
        var (isThere, isInTemplate) = (table.Find(indexName) is not null, edit.Has(indexName));
        if (isThere == isInTemplate)
            return;
        throw new DdbException("TableDrifted", DdbErrorKind.InvalidState, table.Name, isThere
            ? $"Table '{table.Name}' has the index '{indexName}', and the template of stack '{found!.Name}' has not: it was made beside the stack, and CloudFormation cannot change it. Remove it on the table, or bring it into the stack's template, then run the same command again; nothing was changed."
            : $"The template of stack '{found!.Name}' has the index '{indexName}', and table '{table.Name}' has not: it was removed beside the stack. Make it again on the table as the template has it, or take it out of the template, then run the same command again; nothing was changed.");
    }

    private static void RequireUpdatable(StackDescription stack, string? explained)
    {
        try
        {
            StackStatus.RequireUpdatable(stack);
        }
        catch (DdbException error) when (explained is not null)
        {
            throw new DdbException(error.ErrorId, error.Kind, error.Target, $"{explained} {error.Message}", error);
        }
    }
}
