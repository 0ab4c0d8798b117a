using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Aws.Iam;

namespace DynamoNamespace.Engine.Prerequisites;

/// <summary>Who is calling.</summary>
/// <param name="Arn">As STS tells it.</param>
/// <param name="PrincipalArn">The role or user whose policies count; null where there is none that could be tried.</param>
/// <param name="Account">The account.</param>
internal sealed record CallerIdentity(string Arn, string? PrincipalArn, string Account)
{
    private const int ServicePart = 2;
    private const int ResourcePart = 5;

    /// <summary>
    /// The session of a role does not name the role's path
    /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns), so IAM is asked for its ARN.
    /// </summary>
    public static async Task<CallerIdentity> ReadAsync(IAmazonSecurityTokenService securityToken, IIam iam, CancellationToken cancellationToken)
    {
        var caller = await securityToken.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellationToken);
        var parts = caller.Arn.Split(':', ResourcePart + 1);
        if (parts.Length <= ResourcePart)
            return new CallerIdentity(caller.Arn, null, caller.Account);
        var principal = (parts[ServicePart], parts[ResourcePart].Split('/')) switch
        {
            ("iam", ["user", ..]) => caller.Arn,
            ("sts", ["assumed-role", var role, ..]) => await FindRoleAsync(iam, role, cancellationToken) ?? $"{parts[0]}:{parts[1]}:iam::{caller.Account}:role/{role}",
            _ => null,
        };
        return new CallerIdentity(caller.Arn, principal, caller.Account);
    }

    private static async Task<string?> FindRoleAsync(IIam iam, string role, CancellationToken cancellationToken)
    {
        try
        {
            return (await iam.FindAsync(new IamPrincipal(IamPrincipalType.Role, role), cancellationToken))?.Arn;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && AwsErrors.IsOfCall(error))
        {
            // Most roles have no path; the simulation says so where this one has.
            return null;
        }
    }
}
