using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Integration.Worker;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Processes;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Verification;

/// <summary>What the verification cannot hold in memory goes into temporary files, and those go too.</summary>
public sealed class OverflowTests(DynoxideServer engine) : IClassFixture<DynoxideServer>, IDisposable
{
    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("ddbns-overflow-");

    public void Dispose() => _temporary.Delete(recursive: true);

    [Fact]
    public async Task DefectsAreFoundAmongItemsThatOverflowAndNoFileStays()
    {
        await using var table = await MigratingTable.CreateAsync(engine, LongKeys(1200));
        await table.CopyAllAsync();
        foreach (var item in LongKeys(1200).Where((_, index) => index % 100 == 0))
            await table.Raw.DeleteAsync(table.Name, "a7x3kq/" + item.Text("PK"), item.Text("SK"));

        var result = await WorkerProcess.RunAsync(["verify", "--table-name", table.Name, "--detailed", "--output", "json"], Environment(table, _temporary.FullName));

        Ddbns.AssertExit(1, result);
        Assert.Equal(12, result.Parse().AsArray().Count(entry => (string?)entry!["kind"] == nameof(DdbDifferenceKind.MissingCopy)));
        Assert.DoesNotContain(_temporary.EnumerateFileSystemInfos(), entry => entry.Name.StartsWith("ddbns", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AFolderThatCannotBeWrittenIsNotTakenForADeadEndpoint()
    {
        await using var table = await MigratingTable.CreateAsync(engine, LongKeys(1200));
        var file = Path.Combine(_temporary.FullName, "file");
        await File.WriteAllTextAsync(file, "");
        var nowhere = Path.Combine(file, "nowhere");

        var result = await WorkerProcess.RunAsync(
            ["verify", "--table-name", table.Name, "--checkpoint-path", nowhere], Environment(table, _temporary.FullName));

        Ddbns.AssertExit(1, result);
        Assert.Contains(nowhere, result.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain("does not answer", result.StandardError, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Environment(MigratingTable table, string temporary) =>
        new(DynoxideServer.EnvironmentFor(table.Proxy.EndpointUrl), StringComparer.Ordinal) { ["TMPDIR"] = temporary, ["TMP"] = temporary, ["TEMP"] = temporary };

    private static IEnumerable<JsonObject> LongKeys(int count) =>
        Enumerable.Range(0, count).Select(i => ItemJson.Of($"ENTITY#{i:00000}{new string('k', 980)}", "#META", ("n", ItemJson.N(i))));
}
