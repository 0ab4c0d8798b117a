using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.Sts;

/// <summary>https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html</summary>
internal static class StsService
{
    public static QueryService Create(object gate, ControlPlaneOptions options) => new(gate, new Dictionary<string, QueryAction>(StringComparer.Ordinal)
    {
        ["GetCallerIdentity"] = _ =>
        [
            QueryXml.Text("Arn", options.CallerArn),
            QueryXml.Text("UserId", "AIDACKCEVSQ6C2EXAMPLE"),
            QueryXml.Text("Account", Account.Id),
        ],
    });
}
