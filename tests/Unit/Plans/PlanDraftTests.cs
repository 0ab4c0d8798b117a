using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Plans;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Plans;

/// <summary>A plan that is written can be read at once, and tells what is left to edit.</summary>
public sealed class PlanDraftTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ddbns-plan-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("PK", null, "PK (S)")]
    [InlineData("PK:S", "SK:N", "PK (S), SK (N)")]
    [InlineData("id:B", null, "id (B)")]
    [InlineData("a:b:N", "q\"uote", "a:b (N), q\"uote (S)")]
    public async Task APlanOfItsOwnHasTheKeyAndOnePlaceToEdit(string partition, string? sort, string key)
    {
        var plan = await WriteAsync(new() { Path = PlanPath, TableName = "orders", Key = sort is null ? [partition] : [partition, sort], Variables = Values(("tenant", "eu \"1\"")) });
        Assert.Equal(("plan", "orders", key), (plan.Name, plan.TableName, plan.Document.Key.ToString()));
        Assert.Equal("eu \"1\"", plan.Variable["tenant"]);
        Assert.Equal(2, plan.Unedited.Count);
        Assert.All(plan.Unedited, place => Assert.StartsWith("mapping.rules[0].", place, StringComparison.Ordinal));
        Assert.False(plan.HasOtherTarget);
    }

    [Fact]
    public async Task WithoutATableThatIsToBeEditedToo()
    {
        var plan = await WriteAsync(new() { Path = PlanPath, Key = ["PK"], TargetTableName = "orders-2", Name = "mine" });
        Assert.Equal(("mine", "orders-2"), (plan.Name, plan.TargetTableName));
        Assert.Contains("table", plan.Unedited, StringComparer.Ordinal);
    }

    [Fact]
    public async Task APlanOfAMappingAsksForTheValuesThatAreMissing()
    {
        File.WriteAllText(Path.Combine(folder.FullName, "my.json"), PlanText.Mapping);
        var plan = await WriteAsync(new() { Path = PlanPath, TableName = "orders", Mapping = "my.json" });
        Assert.Equal(["variables.tenant"], plan.Unedited);
        plan = await WriteAsync(new() { Path = PlanPath, TableName = "orders", Mapping = "my.json", Variables = Values(("tenant", "eu")), Force = true });
        Assert.Empty(plan.Unedited);
        plan = await WriteAsync(new() { Path = PlanPath, TableName = "limits", Mapping = "zae-limiter-0.10", Force = true });
        Assert.Empty(plan.Unedited);
    }

    [Theory]
    [InlineData("backfill-index-keys")]
    [InlineData("new-entity")]
    [InlineData("rekey-by-status")]
    [InlineData("tenant-prefix")]
    public async Task AnExampleTakesTheNamesAndKeepsItsComments(string example)
    {
        var plan = await WriteAsync(new() { Path = PlanPath, Example = example, TableName = "my-table", Name = "mine" });
        Assert.Equal(("mine", "my-table"), (plan.Name, plan.TableName));
        Assert.Empty(plan.Unedited);
        Assert.Contains("//", await File.ReadAllTextAsync(PlanPath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnExampleTakesATargetAndValues()
    {
        var plan = await WriteAsync(new() { Path = PlanPath, Example = "tenant-prefix", TargetTableName = "shared", Variables = Values(("tenant", "us")) });
        Assert.Equal(("shop", "shared", "us"), (plan.TableName, plan.TargetTableName, plan.Variable["tenant"]));
    }

    [Fact]
    public async Task WhatCannotBeAPlanIsNotWritten()
    {
        Assert.Equal("KeyNotKnown", await RefuseAsync(new() { Path = PlanPath }));
        Assert.Equal("InvalidKeySchema", await RefuseAsync(new() { Path = PlanPath, Key = ["PK:X"] }));
        Assert.Equal("InvalidKeySchema", await RefuseAsync(new() { Path = PlanPath, Key = ["a", "b", "c"] }));
        Assert.Equal("ExampleNotFound", await RefuseAsync(new() { Path = PlanPath, Example = "none" }));
        Assert.Equal("ExampleHasMapping", await RefuseAsync(new() { Path = PlanPath, Example = "new-entity", Mapping = "zae-limiter-0.10" }));
        Assert.Equal("MappingNotFound", await RefuseAsync(new() { Path = PlanPath, Mapping = "none.json" }));
        Assert.Equal("PlanInvalid", await RefuseAsync(new() { Path = PlanPath, Example = "tenant-prefix", Variables = Values(("tenant", "E U")) }));
        Assert.Equal("PlanNotWritable", await RefuseAsync(new() { Path = Path.Combine(folder.FullName, "no", "plan.json"), Key = ["PK"] }));
        Assert.Empty(folder.GetFiles());
    }

    [Fact]
    public async Task AFileThatIsThereStaysUnlessItIsForced()
    {
        await File.WriteAllTextAsync(PlanPath, "mine");
        Assert.Equal("PlanExists", await RefuseAsync(new() { Path = PlanPath, Key = ["PK"] }));
        Assert.Equal("mine", await File.ReadAllTextAsync(PlanPath));
        await WriteAsync(new() { Path = PlanPath, Key = ["PK"], Force = true });
    }

    private string PlanPath => Path.Combine(folder.FullName, "plan.json");

    private static Task<DdbMigrationPlan> WriteAsync(PlanDraftOptions options) => PlanDraft.WriteAsync(options, CancellationToken.None);

    private static async Task<string> RefuseAsync(PlanDraftOptions options) => (await Assert.ThrowsAsync<DdbException>(() => WriteAsync(options))).ErrorId;

    private static Dictionary<string, string> Values(params (string Name, string Value)[] values) => values.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal);
}
