namespace DynamoNamespace.Engine.Aws;

/// <summary>Where to connect and as whom. What is left out comes from the environment, profiles and roles, as with every AWS SDK.</summary>
public sealed record ConnectionOptions
{
    /// <summary>An AWS Region such as <c>eu-west-1</c>.</summary>
    public string? Region { get; init; }

    /// <summary>The name of a profile in the shared AWS configuration files.</summary>
    public string? ProfileName { get; init; }

    /// <summary>Another endpoint than AWS's own. Plain http is refused unless it is loopback.</summary>
    public string? EndpointUrl { get; init; }

    /// <summary>Gives the current keys of a caller's own credentials object; it is asked again whenever they may have changed.</summary>
    public Func<AccessKeys>? Credentials { get; init; }

    /// <summary>The connection to a target table. What is left out is as for the source; an endpoint is one Region's and account's, so another of these leaves it to AWS.</summary>
    /// <param name="region">The target's Region.</param>
    /// <param name="profileName">A profile that may write the target.</param>
    /// <param name="endpointUrl">The target's endpoint.</param>
    /// <returns>Null where nothing is said of the target.</returns>
    public ConnectionOptions? ForTarget(string? region, string? profileName, string? endpointUrl)
    {
        if (region is null && profileName is null && endpointUrl is null)
            return null;
        return new ConnectionOptions
        {
            Region = region ?? (profileName is null ? Region : null),
            ProfileName = profileName ?? ProfileName,
            EndpointUrl = endpointUrl,
            Credentials = profileName is null ? Credentials : null,
        };
    }
}

/// <summary>The keys of an AWS identity. Never written to a log or a file.</summary>
/// <param name="AccessKey">The access key ID.</param>
/// <param name="SecretKey">The secret access key.</param>
/// <param name="SessionToken">The session token of temporary keys.</param>
public sealed record AccessKeys(string AccessKey, string SecretKey, string? SessionToken)
{
    /// <summary>Names the identity without its secrets.</summary>
    public override string ToString() => "access keys (hidden)";
}
