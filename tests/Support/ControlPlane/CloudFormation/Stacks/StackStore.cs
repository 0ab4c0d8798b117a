using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;

/// <summary>All stacks, those that were deleted too: they are still found by their ID.</summary>
internal sealed class StackStore
{
    public List<Stack> Stacks { get; } = [];

    public Stack? Find(string region, string nameOrId) => Stacks.FindLast(stack =>
        stack.Region == region && (nameOrId == stack.Id || (nameOrId == stack.Name && !stack.IsDeleted)));

    /// <exception cref="AwsException">There is none.</exception>
    public Stack Get(AwsRequest request)
    {
        var name = request.Parameters.Required("StackName");
        return Find(request.Region, name) ?? throw AwsException.Validation($"Stack with id {name} does not exist");
    }

    /// <summary>As <see cref="Get"/>, with the other wording that CloudFormation has.</summary>
    /// <exception cref="AwsException">There is none.</exception>
    public Stack GetBracketed(AwsRequest request)
    {
        var name = request.Parameters.Required("StackName");
        return Find(request.Region, name) ?? throw AwsException.Validation($"Stack [{name}] does not exist");
    }
}
