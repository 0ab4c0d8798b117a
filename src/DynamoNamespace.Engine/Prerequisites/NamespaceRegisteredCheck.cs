using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Registry;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Prerequisites;

/// <summary>Whether the namespace has its ID, which the new keys begin with.</summary>
internal sealed class NamespaceRegisteredCheck(PrerequisiteContext context)
    : AwsCheck(context.Subject, "NamespaceRegistered", $"'{context.Options.Namespace}' registered and active", "dynamodb:GetItem")
{
    protected override async Task<CheckFinding> CheckAsync(CancellationToken cancellationToken)
    {
        if (!NamespaceRegistry.FitsIn(context.Table))
            return Warn($"the table has the key {context.Table.Key}, which holds no registry", "Use a mapping of your own that needs no namespace, or check the table's name.");
        try
        {
            context.Namespace = await new NamespaceRegistry(context.Services.DynamoDb, context.Table.Name, context.Time)
                .ResolveAsync(context.Options.Namespace, null, cancellationToken);
            return Pass($"registered with the ID {context.Namespace.NamespaceId}");
        }
        catch (DdbException error) when (error.ErrorId == "NamespaceNotRegistered")
        {
            return Warn("not registered",
                $"Register it: Update-DdbNamespaceStack does in the end, or 'Register-DdbNamespace {context.Table.Name} {context.Options.Namespace}' (ddbns namespace register {context.Options.Namespace} --table-name {context.Table.Name}).");
        }
        catch (DdbException error) when (error.ErrorId == "NamespaceNotActive")
        {
            return Fail("registered, not active", error.Message);
        }
    }
}
