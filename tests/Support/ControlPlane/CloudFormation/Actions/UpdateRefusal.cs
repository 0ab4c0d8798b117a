using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Actions;

/// <summary>Some states of a stack allow no update.</summary>
internal static class UpdateRefusal
{
    /// <exception cref="AwsException">The stack is in such a state.</exception>
    public static void Check(Stack stack)
    {
        if (stack.IsDeleted)
            throw AwsException.Validation($"Stack [{stack.Id}] does not exist");
        if (!stack.CanBeUpdated)
            throw AwsException.Validation($"Stack:{stack.Id} is in {stack.Status} state and can not be updated.");
    }
}
