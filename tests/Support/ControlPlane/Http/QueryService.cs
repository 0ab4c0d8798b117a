using System.Xml.Linq;
using DynamoNamespace.Tests.Support.Proxy;

namespace DynamoNamespace.Tests.Support.ControlPlane.Http;

/// <summary>What an action answers: the members of its result, or null where its answer has no result element.</summary>
internal delegate IEnumerable<XElement?>? QueryAction(AwsRequest request);

/// <summary>A service of the query protocol: a table of actions, carried out one at a time.</summary>
internal sealed class QueryService(object gate, params IEnumerable<KeyValuePair<string, QueryAction>>[] families) : IAwsService
{
    private readonly Dictionary<string, QueryAction> _actions = new(families.SelectMany(family => family), StringComparer.Ordinal);

    public Task<ProxiedResponse> AnswerAsync(AwsRequest request, CancellationToken cancellationToken)
    {
        if (!_actions.TryGetValue(request.Action, out var action))
            throw new AwsException("InvalidAction", $"Could not find operation {request.Action} for version {request.Parameters.Text("Version")}");

        List<XElement>? result;
        lock (gate)
            result = action(request)?.OfType<XElement>().ToList();
        var root = new XElement($"{request.Action}Response",
            result is null ? null : new XElement($"{request.Action}Result", result),
            new XElement("ResponseMetadata", new XElement("RequestId", request.Id)));
        XNamespace ns = QueryNamespaces.Of(request.Service);
        foreach (var element in root.DescendantsAndSelf())
            element.Name = ns + element.Name.LocalName;
        return Task.FromResult(Answer.Xml(request, root));
    }
}
