using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Registry;
using DynamoNamespace.Engine.Stacks;
using DynamoNamespace.Engine.Stacks.Templates;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.ControlPlane;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Stacks;

/// <summary>A stack of a test's own on a control plane of its own. The code under test reaches it through a proxy, the test itself directly.</summary>
internal sealed class TestStack : IAsyncDisposable
{
    private static readonly ControlPlaneOptions Fast = new() { Step = TimeSpan.FromMilliseconds(8), Backfill = TimeSpan.FromMilliseconds(60) };

    private TestStack(LocalControlPlane plane)
    {
        Plane = plane;
        Proxy = LoopbackProxy.Start(plane.EndpointUrl);
        Api = new ControlPlaneClient(plane.EndpointUrl);
    }

    public static string Yaml { get; } = Fixture("zae-limiter-0.9.stack.yaml");

    public static string Json { get; } = Fixture("zae-limiter-0.9.stack.json");

    public string Name { get; } = $"stack-{Guid.NewGuid():n}";

    public LocalControlPlane Plane { get; }

    public LoopbackProxy Proxy { get; }

    public ControlPlaneClient Api { get; }

    public ConnectionOptions Connection => new() { EndpointUrl = Proxy.EndpointUrl, Region = "us-east-1", Credentials = () => new AccessKeys("local", "local", null) };

    public StackUpdateOptions Options => new() { StackName = Name, Connection = Connection, PollInterval = TimeSpan.FromMilliseconds(8) };

    /// <summary>A stack of this template; null for a control plane without one.</summary>
    public static async Task<TestStack> CreateAsync(DynoxideServer engine, string? template)
    {
        var stack = new TestStack(await LocalControlPlane.StartAsync(engine.EndpointUrl, Fast));
        if (template is not null)
            await stack.Api.CreateStackAsync(stack.Name, template);
        stack.Plane.Log.Clear();
        return stack;
    }

    public static Task<TestStack> CreateAsync(DynoxideServer engine) => CreateAsync(engine, Yaml);

    /// <summary>The template with all that namespaces need.</summary>
    public static string Converted(string template) => NamespaceTemplate.Convert(template, new TemplateTable()).Text;

    /// <summary>The template, filled with a comment to more than this many bytes.</summary>
    public static string Padded(string template, int bytes) => template + string.Concat(Enumerable.Repeat($"# {new string('x', 97)}\n", bytes / 100 + 1));

    public Task<DdbNamespaceStack> UpdateAsync(Func<StackUpdateOptions, StackUpdateOptions>? with = null, StackAudience? audience = null, CancellationToken cancellationToken = default) =>
        NamespaceStacks.UpdateAsync(with?.Invoke(Options) ?? Options, audience ?? new StackAudience(), cancellationToken);

    /// <summary>An upgrade that must fail, with the error.</summary>
    public async Task<DdbException> FailAsync(string errorId, Func<StackUpdateOptions, StackUpdateOptions>? with = null, StackAudience? audience = null)
    {
        var error = await Assert.ThrowsAsync<DdbException>(() => UpdateAsync(with, audience));
        Assert.True(error.ErrorId == errorId, $"{errorId} was expected: {error.ErrorId}: {error.Message}");
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        return error;
    }

    public Task<DdbNamespaceStack> GetAsync() => NamespaceStacks.GetAsync(Connection, Name, null, CancellationToken.None);

    public async Task<string> TemplateAsync(string? name = null) =>
        (await Api.CloudFormationAsync("GetTemplate", [("StackName", name ?? Name)])).Descendants("TemplateBody").Single().Value;

    public async Task<XElement> DescribeAsync() => (await Api.CloudFormationAsync("DescribeStacks", [("StackName", Name)])).Descendants("member").First();

    public async Task<string> StatusAsync() => (await DescribeAsync()).Element("StackStatus")!.Value;

    /// <summary>The change sets that wait to be executed or are being made.</summary>
    public async Task<IReadOnlyList<string>> OpenChangeSetsAsync() =>
        [.. (await Api.CloudFormationAsync("ListChangeSets", [("StackName", Name)])).Descendants("member")
            .Where(set => set.Element("ExecutionStatus")!.Value is "AVAILABLE" or "UNAVAILABLE").Select(set => set.Element("ChangeSetName")!.Value)];

    public async Task<IReadOnlyList<string>> IndexesAsync(string? table = null)
    {
        var described = await Api.JsonAsync("dynamodb", "DynamoDB_20120810.DescribeTable", new JsonObject { ["TableName"] = table ?? Name });
        return [.. (described["Table"]!["GlobalSecondaryIndexes"] as JsonArray ?? []).Select(index => $"{index!["IndexName"]} {index["IndexStatus"]}").Order(StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyList<string>> NamespacesAsync(string? table = null) =>
        [.. (await NamespaceOperations.ListAsync(Connection, table ?? Name, true, CancellationToken.None)).Select(ns => ns.Name)];

    /// <summary>Everything is there, once, and nothing is left over.</summary>
    public async Task AssertUpgradedAsync(string before, string? table = null)
    {
        Assert.Equal(Converted(before), await TemplateAsync());
        Assert.Contains(await IndexesAsync(table), index => index == "GSI4 ACTIVE");
        Assert.Equal("UPDATE_COMPLETE", await StatusAsync());
        Assert.Equal(["default"], await NamespacesAsync(table));
        Assert.Empty(await OpenChangeSetsAsync());
    }

    /// <summary>Stack and table are as they were made, and no change set is left behind.</summary>
    public async Task AssertUntouchedAsync(string before, string status = "CREATE_COMPLETE")
    {
        Assert.Equal(before, await TemplateAsync());
        Assert.Equal(status, await StatusAsync());
        Assert.DoesNotContain(await IndexesAsync(), index => index.StartsWith("GSI4", StringComparison.Ordinal));
        Assert.Empty(await OpenChangeSetsAsync());
        Assert.DoesNotContain(Plane.Log.Of("ExecuteChangeSet"), call => call.StatusCode == 200);
        Assert.Equal(0, Plane.Log.Count("UpdateTable"));
    }

    /// <summary>What a request asks for, in any of the protocols.</summary>
    public static string ActionOf(ProxiedRequest request)
    {
        if (request.Operation.Length > 0)
            return request.Operation;
        var form = Encoding.UTF8.GetString(request.Body.Span);
        return form.StartsWith("Action=", StringComparison.Ordinal) ? form["Action=".Length..form.IndexOf('&', StringComparison.Ordinal)] : request.Method;
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        Api.Dispose();
        await Plane.DisposeAsync();
    }

    private static string Fixture(string name) => File.ReadAllText(RepositoryRoot.Combine("tests", "Fixtures", name));
}
