using System.Text.Json.Nodes;

namespace DynamoNamespace.Tests.Support.Proxy;

/// <summary>What DynamoDB does with a BatchGetItem whose answer would be too large or that it throttles in part.</summary>
public static class UnprocessedKeys
{
    /// <summary>Lets the engine see the first half of the keys and answers the other half as unprocessed; null where there is one key.</summary>
    public static ProxyAction? LeaveHalf(ProxiedRequest request)
    {
        var body = request.Json();
        var (tableName, asked) = body["RequestItems"]!.AsObject().Single();
        var keys = asked!["Keys"]!.AsArray().Select(key => key!.DeepClone()).ToArray();
        if (keys.Length < 2)
            return null;

        var left = asked.DeepClone();
        left["Keys"] = new JsonArray(keys[(keys.Length / 2)..]);
        asked["Keys"] = new JsonArray(keys[..(keys.Length / 2)]);
        return ProxyAction.Rewrite(body, response =>
        {
            if (response.StatusCode != 200)
                return response;
            var answer = response.Json();
            answer["UnprocessedKeys"] = new JsonObject { [tableName] = left.DeepClone() };
            return response.WithJson(answer);
        });
    }
}
