using DynamoNamespace.Engine.Identity.Policies;

namespace DynamoNamespace.Engine.Identity;

/// <summary>The requests of one action on one part of a table.</summary>
/// <param name="Action">Such as <c>dynamodb:GetItem</c>.</param>
/// <param name="Target">The part of the table.</param>
/// <param name="Resource"><c>Table</c>, <c>Index</c>, <c>Stream</c> or <c>Backup</c>.</param>
/// <param name="Arns">The ARNs to ask about.</param>
/// <param name="Keys">The leading keys of each request; a list without any is a request that names none.</param>
internal sealed record AccessProbe(string Action, DdbAccessTarget Target, string Resource, IReadOnlyList<string> Arns, IReadOnlyList<IReadOnlyList<string>> Keys)
{
    /// <summary>Access that is wanted must hold for each of its requests; access that is not wanted is there if one goes through.</summary>
    public bool IsWanted => Target is DdbAccessTarget.OwnNamespace or DdbAccessTarget.Shared;
}

/// <summary>What came of a probe.</summary>
/// <param name="MayReach">One of its requests goes through, or may do so.</param>
/// <param name="Action">What is told of it.</param>
/// <param name="Decisive">The request that it rests on.</param>
internal sealed record ProbeAnswer(bool MayReach, DdbNamespaceAction Action, PolicyRequest Decisive);
