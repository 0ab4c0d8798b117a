namespace DynamoNamespace.Engine.Identity.Policies;

/// <summary>What a principal asks AWS for.</summary>
/// <param name="Action">Such as <c>dynamodb:GetItem</c>.</param>
/// <param name="Resource">The ARN that it is about.</param>
/// <param name="Context">The request's condition keys.</param>
internal sealed record PolicyRequest(string Action, string Resource, RequestContext Context);
