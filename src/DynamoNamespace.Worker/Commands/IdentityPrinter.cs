using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Identity.Principals;

namespace DynamoNamespace.Worker.Commands;

/// <summary>Lets a principal be changed as the command line asked for it.</summary>
internal sealed class IdentityPrinter(CommandContext context, bool whatIf, bool force = false) : IIdentityAudience
{
    public Task<bool> MayChangeAsync(string target, string action)
    {
        if (whatIf)
            context.Observer.WriteLine($"What if: {target}: {action}.");
        return Task.FromResult(!whatIf);
    }

    public Task<bool> MayReplaceAsync(string target, string action, string warning)
    {
        context.Observer.OnWarning(warning);
        return whatIf || force ? MayChangeAsync(target, action) : throw new DdbException("NamespaceTagTaken", DdbErrorKind.AlreadyExists, target,
            $"{target} has the tag of another namespace. To replace it, give --force; nothing was changed.");
    }

    public void OnWarning(string message) => context.Observer.OnWarning(message);
}
