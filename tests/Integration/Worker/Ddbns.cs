using System.Text.Json;
using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Processes;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Worker;

/// <summary>The staged worker on a test's table.</summary>
internal static class Ddbns
{
    /// <summary>Runs a command on the table.</summary>
    public static Task<ProcessResult> RunAsync(this MigratingTable table, params string[] arguments) =>
        WorkerProcess.RunAsync(OnTable(table, arguments), DynoxideServer.EnvironmentFor(table.Proxy.EndpointUrl));

    public static ChildProcess Start(this MigratingTable table, params string[] arguments) =>
        WorkerProcess.Start(OnTable(table, arguments), DynoxideServer.EnvironmentFor(table.Proxy.EndpointUrl));

    /// <summary>Runs a command line as it is, with this environment and no AWS settings else.</summary>
    public static Task<ProcessResult> RunAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null) =>
        WorkerProcess.RunAsync(arguments, environment ?? new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>Expects success, nothing on the error stream, and JSON on the output stream.</summary>
    public static JsonNode Json(this ProcessResult result)
    {
        AssertExit(0, result);
        Assert.Equal("", result.StandardError);
        return Parse(result);
    }

    public static JsonNode Parse(this ProcessResult result)
    {
        try
        {
            return JsonNode.Parse(result.StandardOutput)!;
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"The output is no JSON: {result}", error);
        }
    }

    public static void AssertExit(int exitCode, ProcessResult result) =>
        Assert.True(exitCode == result.ExitCode, $"Exit code {exitCode} was expected: {result}");

    private static string[] OnTable(MigratingTable table, string[] arguments) => [.. arguments, "--table-name", table.Name];
}
