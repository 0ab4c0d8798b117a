using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Processes;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Worker;

public sealed class TemplateCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("template-command-").FullName;

    private static string Source => RepositoryRoot.Combine("tests", "Fixtures", "zae-limiter-0.9.stack.yaml");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task ATemplateIsPrintedOrWritten()
    {
        var printed = await RunAsync(Source);
        Ddbns.AssertExit(0, printed);
        Assert.Contains("\n        - IndexName: GSI4\n", printed.StandardOutput, StringComparison.Ordinal);

        var output = Path.Combine(folder, "converted.yaml");
        var written = (await RunAsync(Source, "--output-path", output, "--table-name", "my-app", "--stack-name", "my-app", "--output", "json")).Json();
        Assert.Equal("RateLimitsTable", (string?)written["tableLogicalId"]);
        Assert.Equal(9, written["additions"]!.AsArray().Count);
        Assert.Equal(printed.StandardOutput, await File.ReadAllTextAsync(output));

        var again = await RunAsync(output, "--output-path", output, "--force");
        Ddbns.AssertExit(0, again);
        Assert.Contains("The template has everything already.", again.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARefusalIsAnErrorAndWritesNothing()
    {
        var output = Path.Combine(folder, "converted.yaml");
        var wrongTable = await RunAsync(Source, "--output-path", output, "--table-name", "other", "--stack-name", "my-app");
        Ddbns.AssertExit(1, wrongTable);
        Assert.Contains("error: The template '" + Source + "' does not have the table that was asked for: none is named 'other'", wrongTable.StandardError, StringComparison.Ordinal);

        var wrongParameter = await RunAsync(Source, "--output-path", output, "--parameter", "Prefix");
        Ddbns.AssertExit(2, wrongParameter);
        Assert.Contains("give it as Name=Value", wrongParameter.StandardError, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder));
    }

    private static Task<ProcessResult> RunAsync(params string[] arguments) => Ddbns.RunAsync(["template", "convert", .. arguments]);
}
