using System.Text.Json.Nodes;

namespace DynamoNamespace.Tests.Support.Proxy;

/// <summary>
/// The failure of one statement of a BatchExecuteStatement request, as <c>ThrottlingError</c>.
/// </summary>
/// <param name="Code">The code in the statement's <c>Error</c>.</param>
/// <param name="Message">Its message.</param>
/// <param name="Executed">
/// Whether the statement takes effect all the same: what an <c>InternalServerError</c> may mean.
/// </param>
public sealed record StatementFault(string Code, string Message = "Injected by the test.", bool Executed = false)
{
    /// <summary>
    /// Lets the engine run the statements that <paramref name="fault"/> gives null for (and those that fail although
    /// executed), and puts the errors of the others in their places of the answer.
    /// </summary>
    /// <param name="request">A BatchExecuteStatement request.</param>
    /// <param name="fault">What becomes of a statement, by the statement and its place from 0.</param>
    public static ProxyAction Inject(ProxiedRequest request, Func<JsonObject, int, StatementFault?> fault)
    {
        var body = request.Json();
        var statements = body["Statements"]!.AsArray().Select(s => s!.AsObject()).ToList();
        var faults = statements.Select(fault).ToList();
        if (faults.TrueForAll(f => f is null))
            return ProxyAction.Forward;

        var executed = statements.Where((_, i) => faults[i] is null or { Executed: true }).Select(s => s.DeepClone()).ToArray();
        if (executed.Length == 0)
            return ProxyAction.Respond(ProxiedResponse.Of(200, new JsonObject { ["Responses"] = Merge(faults, []) }));

        body["Statements"] = new JsonArray(executed);
        return ProxyAction.Rewrite(body, response =>
        {
            if (response.StatusCode != 200)
                return response;
            var answer = response.Json();
            answer["Responses"] = Merge(faults, answer["Responses"]!.AsArray());
            return response.WithJson(answer);
        });
    }

    private static JsonArray Merge(List<StatementFault?> faults, JsonArray answers)
    {
        var merged = new JsonArray();
        var next = 0;
        foreach (var fault in faults)
        {
            var answer = fault is null or { Executed: true } ? answers[next++]!.DeepClone() : null;
            merged.Add(fault?.ToJson() ?? answer);
        }

        return merged;
    }

    private JsonObject ToJson() => new() { ["Error"] = new JsonObject { ["Code"] = Code, ["Message"] = Message } };
}
