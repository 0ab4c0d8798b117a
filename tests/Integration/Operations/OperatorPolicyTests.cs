using System.Text.Json;
using DynamoNamespace.Engine.Identity.Policies;
using DynamoNamespace.Tests.Integration.Worker;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.ControlPlane;
using DynamoNamespace.Tests.Support.Processes;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Operations;

/// <summary>The operator's policy in docs/operations/namespace-migration.md allows what a whole migration calls.</summary>
public sealed class OperatorPolicyTests
{
    private const string Marker = "<!-- the operator's policy -->";

    [Fact]
    public async Task ItAllowsEveryActionOfAWholeMigration()
    {
        await using var engine = await DynoxideServer.StartAsync();
        await using var plane = await LocalControlPlane.StartAsync(engine.EndpointUrl);
        plane.Log.KeepItemCalls = true;
        using var setup = new ControlPlaneClient(plane.EndpointUrl);
        await setup.CreateRoleAsync("my-app-role");
        await setup.CreateStackAsync("my-app", await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Fixtures", "zae-limiter-0.9.stack.yaml")));
        plane.Log.Clear();

        var state = Directory.CreateTempSubdirectory("ddbns-operator-");
        try
        {
            var environment = new Dictionary<string, string>(plane.Environment, StringComparer.Ordinal) { ["DDBNS_STATE_HOME"] = state.FullName };
            Ddbns.AssertExit(0, await WorkerProcess.RunAsync(["quickstart", "--items", "60"], environment));
            Ddbns.AssertExit(0, await WorkerProcess.RunAsync(["sync", "--table-name", "my-app", "--stop-when-idle", "--idle-seconds", "1"], environment));
        }
        finally
        {
            state.Delete(recursive: true);
        }

        // Filling the table is the quickstart's own.
        var called = plane.Log.Calls.SelectMany(Actions).Where(action => action != "dynamodb:BatchWriteItem").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        Assert.True(called.Count > 30, $"Only {called.Count} actions were called: {string.Join(", ", called)}");
        var allowed = PageActions();
        Assert.Empty(called.Except(allowed, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void ItIsAPolicyThatIamWouldTake() => Assert.Equal(9, PolicyDocument.Parse(PageJson(), "operator").Statements.Count);

    private static string PageJson()
    {
        var page = File.ReadAllText(RepositoryRoot.Combine("docs", "operations", "namespace-migration.md"));
        var start = page.IndexOf("{", page.IndexOf(Marker, StringComparison.Ordinal), StringComparison.Ordinal);
        return page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private static List<string> PageActions()
    {
        using var policy = JsonDocument.Parse(PageJson());
        return [.. policy.RootElement.GetProperty("Statement").EnumerateArray().Select(statement => statement.GetProperty("Action"))
            .SelectMany(action => action.ValueKind == JsonValueKind.Array ? action.EnumerateArray().Select(each => each.GetString()!) : [action.GetString()!])];
    }

    /// <summary>The IAM actions that a call needs (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html).</summary>
    private static IEnumerable<string> Actions(ControlPlaneCall call) => $"{call.Service}:{call.Action}" switch
    {
        "dynamodb:BatchExecuteStatement" => call.Json()["Statements"]!.AsArray().Select(statement => statement!["Statement"]!.GetValue<string>().StartsWith("INSERT", StringComparison.Ordinal) ? "dynamodb:PartiQLInsert" : "dynamodb:PartiQLDelete"),
        "dynamodb:TransactWriteItems" => call.Json()["TransactItems"]!.AsArray().SelectMany(item => item!.AsObject().Select(part => part.Key switch
        {
            "Put" => "dynamodb:PutItem",
            "Delete" => "dynamodb:DeleteItem",
            "Update" => "dynamodb:UpdateItem",
            _ => "dynamodb:ConditionCheckItem",
        })),
        var action => [action],
    };
}
