using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Measurement;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Logging;

/// <summary>What a run's log tells, and what it never does.</summary>
public sealed class LogTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private const string AccessKey = "AKIDLOGTESTACCESSKEY";
    private const string Secret = "log-test-secret-access-key";
    private const string Token = "log-test-session-token";

    [Fact]
    public async Task ARunTellsHowItBeganItsPagesAndHowItEnded()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(300));
        var path = LogPath(table);

        var copy = (await table.CopyAsync(o => o with { LogPath = path })).Result;
        var delete = (await table.DeleteAsync(o => o with { LogPath = path })).Result;

        var events = Read(path);
        var copied = events.Where(e => (string)e["runId"]! == copy.RunId).ToList();
        var started = copied[0];
        Assert.Equal(("runStarted", "Copy", table.Name, "default", MigratingTable.NamespaceId, "zae-limiter-0.10", false, false),
            (Name(started), (string)started["operation"]!, (string)started["table"]!, (string)started["namespace"]!, (string)started["namespaceId"]!,
                (string)started["mapping"]!, (bool)started["resumed"]!, (bool)started["dryRun"]!));
        Assert.Equal(copy.CheckpointPath, (string)started["checkpoint"]!);
        Assert.Equal(16, (int)started["limits"]!["requests"]!);
        Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+$", (string)started["version"]!);
        Assert.Matches("^[0-9a-f]{12}$", (string)started["fingerprint"]!);

        var pages = copied.Where(e => Name(e) == "pageDone").ToList();
        Assert.True(pages.Count >= (int)started["segments"]!);
        Assert.Equal((copy.Scanned, copy.Candidates, copy.Written), (Sum(pages, "scanned"), Sum(pages, "candidates"), Sum(pages, "written")));
        Assert.True(pages.Sum(e => (double)e["readUnits"]!) > 0);

        var ended = copied[^1];
        Assert.Equal(("runEnded", "Completed", copy.Scanned, copy.Written, 0L, copy.WriteUnits, copy.Requests),
            (Name(ended), (string)ended["outcome"]!, (long)ended["scanned"]!, (long)ended["written"]!, (long)ended["conflicts"]!, (double)ended["writeUnits"]!, (long)ended["requests"]!));
        Assert.Null(ended["errorId"]);
        Assert.Equal(300, Sum(events.Where(e => (string)e["runId"]! == delete.RunId && Name(e) == "pageDone"), "deleted"));
        Assert.Equal(300, (long)events[^1]["deleted"]!);
    }

    [Fact]
    public async Task WhatOnlyReadsIsLoggedToo()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(30));
        var path = LogPath(table);

        await table.VerifyAsync(o => o with { LogPath = path });
        await MigrationMeasurement.RunAsync(table.Options with { LogPath = path }, OnDemandPrices.UsEast1, table.Observer, CancellationToken.None);
        await table.CopyAsync(o => o with { LogPath = path, DryRun = true });

        var started = Read(path).Where(e => Name(e) == "runStarted").ToList();
        Assert.Equal("Verify Measure Copy", string.Join(' ', started.Select(e => (string)e["operation"]!)));
        Assert.True((bool)started[^1]["dryRun"]!);
        var ended = Read(path).Where(e => Name(e) == "runEnded").ToList();
        Assert.Equal("Completed Completed Planned", string.Join(' ', ended.Select(e => (string)e["outcome"]!)));
        Assert.Equal("Fail", (string)ended[0]["checks"]!["CopiesPresent"]!);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AConflictIsLoggedWithItsKeyOnlyWhereThatIsAskedFor(bool names)
    {
        const string SecretValue = "value-that-no-log-may-hold";
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(20).Select(item => item.With("name", ItemJson.S(SecretValue))));
        var old = ItemJson.Of("ENTITY#user-7", "#META");
        await table.PutAsync(ExpectedTable.CopyOf(old, MigratingTable.NamespaceId).With("name", ItemJson.S("there first")));
        var path = LogPath(table);

        var run = await table.CopyAsync(o => o with { LogPath = path, LogItemKeys = names });

        Assert.Equal(1, run.Result.Conflicts);
        var conflict = Assert.Single(Read(path), e => Name(e) == "conflict");
        Assert.Matches("^[0-9a-f]{16}$", (string)conflict["keyDigest"]!);
        Assert.Equal(names, ((string?)conflict["key"])?.Contains("ENTITY#user-7", StringComparison.Ordinal) ?? false);
        var text = await File.ReadAllTextAsync(path);
        Assert.Equal(names, text.Contains("ENTITY#", StringComparison.Ordinal));
        Assert.DoesNotContain(SecretValue, text, StringComparison.Ordinal);
        Assert.DoesNotContain("there first", text, StringComparison.Ordinal);
        Assert.Equal(("Incomplete", "MigrationIncomplete"), ((string)Read(path)[^1]["outcome"]!, (string)Read(path)[^1]["errorId"]!));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatIsSentAgainIsLoggedWithItsCauseAndNoCredential(bool names)
    {
        const string Told = "a message that tells a value";
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(400));
        var path = LogPath(table);
        table.Proxy.Hook = request => ValueTask.FromResult((request.Operation, request.NumberOfOperation) switch
        {
            ("BatchExecuteStatement", 2) => ProxyAction.Throttle,
            ("BatchExecuteStatement", 3) => ProxyAction.Respond(ProxiedResponse.Error(500, "InternalServerError", Told)),
            ("Scan", 2) => ProxyAction.InternalServerError,
            ("BatchExecuteStatement", 6) => ProxyAction.Respond(ProxiedResponse.Error(400, "AccessDeniedException", Told)),
            _ => ProxyAction.Forward,
        });
        var connection = table.Connection with { Credentials = () => new AccessKeys(AccessKey, Secret, Token) };

        var run = await table.CopyAsync(o => o with { LogPath = path, LogItemKeys = names, Connection = connection });

        Assert.Null(run.Error);
        var events = Read(path);
        var retried = events.Where(e => Name(e) == "requestRetried").ToList();
        Assert.Contains(retried, e => (string)e["operation"]! == "BatchExecuteStatement" && (string)e["cause"]! == "ProvisionedThroughputExceededException");
        Assert.Contains(retried, e => (string)e["cause"]! == "InternalServerError" && (int)e["attempt"]! == 1 && (double)e["waitMilliseconds"]! >= 1);
        Assert.Contains(retried, e => (string)e["operation"]! == "Scan");
        var throttled = Assert.Single(events, e => Name(e) == "throttled");
        Assert.Equal(("BatchExecuteStatement", 1), ((string)throttled["operation"]!, (int)throttled["times"]!));
        Assert.True((int)throttled["concurrency"]! < (int)throttled["concurrencyBefore"]!);
        Assert.Equal("AccessDenied", (string)Assert.Single(events, e => Name(e) == "partiQlRefused")["cause"]!);
        var text = await File.ReadAllTextAsync(path);
        Assert.Equal(names, text.Contains(Told, StringComparison.Ordinal));
        foreach (var secret in new[] { AccessKey, Secret, Token, "Authorization", "AWS4-HMAC", "Signature" })
            Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task ThrottledStatementsAreLoggedByTheirCode()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(100));
        var path = LogPath(table);
        table.Proxy.Hook = request => ValueTask.FromResult(request.Operation == "BatchExecuteStatement" && request.NumberOfOperation == 1
            ? StatementFault.Inject(request, (_, index) => index == 0 ? new StatementFault("ThrottlingError") : null)
            : ProxyAction.Forward);

        await table.CopyAsync(o => o with { LogPath = path });

        var retried = Assert.Single(Read(path), e => Name(e) == "statementsRetried");
        Assert.Equal(("ThrottlingError", 1), ((string)retried["cause"]!, (int)retried["statements"]!));
    }

    [Fact]
    public async Task LimitsThatChangeAreLogged()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(20));
        Directory.CreateDirectory(table.CheckpointPath);
        await File.WriteAllTextAsync(Path.Combine(table.CheckpointPath, "limits.json"), """{"throttleLimit":3}""");
        var path = LogPath(table);

        await table.CopyAsync(o => o with { LogPath = path });

        var changed = Assert.Single(Read(path), e => Name(e) == "limitsChanged");
        Assert.Equal(("limits file", 16, 3), ((string)changed["cause"]!, (int)changed["from"]!["requests"]!, (int)changed["to"]!["requests"]!));
    }

    [Fact]
    public async Task AStopAndARunThatGoesOnAreTold()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(400));
        var path = LogPath(table);
        using var stop = new CancellationTokenSource();
        table.Proxy.Hook = async request =>
        {
            if (request.Operation == "BatchExecuteStatement" && request.NumberOfOperation == 5)
                await stop.CancelAsync();
            return ProxyAction.Forward;
        };

        var stopped = (await table.CopyAsync(o => o with { LogPath = path }, stop.Token)).Result;
        table.Proxy.Hook = null;
        await table.CopyAsync(o => o with { LogPath = path });

        var events = Read(path);
        Assert.All(events, e => Assert.Equal(stopped.RunId, (string?)e["runId"]));
        Assert.Equal("runStarted interrupted runEnded runStarted runEnded", string.Join(' ', events.Select(Name).Where(name => name != "pageDone")));
        var ends = events.Where(e => Name(e) == "runEnded").ToList();
        Assert.Equal("MigrationInterrupted", (string)ends[0]["errorId"]!);
        Assert.Equal(stopped.Written, (long)ends[0]["written"]!);
        Assert.Equal([false, true], events.Where(e => Name(e) == "runStarted").Select(e => (bool)e["resumed"]!));
        Assert.Equal(("Completed", 400L), ((string)ends[1]["outcome"]!, (long)ends[1]["candidates"]!));
    }

    [Fact]
    public async Task ARunThatCannotBeginIsToldWithItsError()
    {
        await using var table = await MigratingTable.CreateAsync(engine, [], isRegistered: false);
        var path = LogPath(table);

        var error = await Assert.ThrowsAsync<DdbException>(() => table.CopyAsync(o => o with { LogPath = path }));

        var told = Assert.Single(Read(path));
        Assert.Equal(("runEnded", "Incomplete", error.ErrorId), (Name(told), (string)told["outcome"]!, (string)told["errorId"]!));
    }

    [Fact]
    public async Task ALogThatCannotBeWrittenRefusesTheRunBeforeAnyRequest()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(3));
        table.Proxy.Log.Clear();

        var error = await Assert.ThrowsAsync<DdbException>(() => table.CopyAsync(o => o with { LogPath = table.CheckpointPath }));

        Assert.Equal("LogNotWritable", error.ErrorId);
        Assert.Equal(0, table.Proxy.Log.Total);
    }

    private static string LogPath(MigratingTable table) => Path.Combine(table.CheckpointPath, "log", "run.jsonl");

    private static string Name(JsonNode entry) => (string)entry["event"]!;

    private static long Sum(IEnumerable<JsonNode> events, string field) => events.Sum(e => (long?)e[field] ?? 0);

    private static List<JsonNode> Read(string path) => [.. File.ReadLines(path).Select(line => JsonNode.Parse(line)!)];
}
