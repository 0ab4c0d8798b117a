using DynamoNamespace.Build;
using DynamoNamespace.Build.CommandLines;
using DynamoNamespace.Build.Targets;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Build;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("A task is missing")]
    [InlineData("no task 'tset'", "tset")]
    [InlineData("'--verbose'", "--verbose")]
    [InlineData("'x'", "build", "x")]
    [InlineData("'--filter'", "build", "--filter", "x")]
    [InlineData("no suite 'units'", "test", "units")]
    [InlineData("no suite '@unit'", "test", "@unit")]
    [InlineData("missing for option: '--filter'", "test", "--filter")]
    [InlineData("'--filter' does not take the value ''", "test", "--filter", "")]
    [InlineData("'--filter' does not take the value ' '", "test", "--filter", " ")]
    [InlineData("'--filter' does not take the value '--pwsh'", "test", "--filter", "--pwsh")]
    [InlineData("'--filter' has no value behind its '='", "test", "--filter=", "unit")]
    [InlineData("'--filter'", "test", "--filter", "a", "--filter", "b")]
    [InlineData("missing for option: '--pwsh'", "test", "--pwsh")]
    [InlineData("'--pwsh' does not take the value '--filter'", "test", "--pwsh", "--filter", "x")]
    [InlineData("'--pwsh' has no value behind its '='", "quickstart", "--pwsh=")]
    [InlineData("'unit'", "soak", "unit")]
    [InlineData("'--overwrite'", "pack", "--overwrite")]
    [InlineData("'--items' does not take the value '0'", "quickstart", "--items", "0")]
    [InlineData("'--items' does not take the value '-5'", "quickstart", "--items", "-5")]
    [InlineData("'--items' does not take the value 'many'", "quickstart", "--items", "many")]
    [InlineData("'--items' does not take the value '99999999999'", "quickstart", "--items", "99999999999")]
    [InlineData("without '--worker'", "quickstart", "--worker", "--pwsh", "pwsh")]
    public void BadCommandLine_isRefusedWithItsPart(string part, params string[] arguments) =>
        Assert.Contains(
            part, Assert.Throws<UsageException>(() => TaskList.Parse(arguments)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("'A=b' is an expression of dotnet test", "test", "pester", "--filter", "A=b")]
    [InlineData("--pwsh is for the suite pester", "test", "unit", "--pwsh", "pwsh")]
    [InlineData("--pwsh is for the suite pester", "test", "--filter", "A=b", "--pwsh", "pwsh")]
    public async Task ImpossibleTest_isRefusedBeforeAnythingIsBuilt(string part, params string[] arguments)
    {
        var line = TaskList.Parse(arguments);
        var refusal = await Assert.ThrowsAsync<UsageException>(
            () => CommandLine.InvokeAsync(line, CancellationToken.None));
        Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--filter", "Checkpoint", "test", "--filter", "Checkpoint")]
    [InlineData("--filter", "Checkpoint", "test", "unit", "pester", "--filter=Checkpoint")]
    [InlineData("--filter", "-LogPath", "Test", "--filter", "-LogPath")]
    [InlineData("--filter", "unit", "SOAK", "--filter", "unit")]
    [InlineData("--pwsh", "/opt/powershell 7/pwsh", "quickstart", "--pwsh", "/opt/powershell 7/pwsh")]
    [InlineData("--pwsh", "pwsh", "bench", "--full", "--pwsh", "pwsh")]
    public void Value_isReadInEitherForm(string option, string value, params string[] arguments) =>
        Assert.Equal(value, TaskList.Parse(arguments).GetValue<string>(option));

    [Fact]
    public void MissingTask_listsAllTasks()
    {
        var message = Assert.Throws<UsageException>(() => TaskList.Parse([])).Message;
        Assert.All(
            (string[])["build", "test", "soak", "pack", "bench", "quickstart", "clean"],
            task => Assert.Contains($"{Environment.NewLine}  {task} ", message, StringComparison.Ordinal));
    }
}
