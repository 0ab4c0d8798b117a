using DynamoNamespace.Engine.Stacks;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Stacks;

/// <summary>A stack gets what namespaces need, and nothing else of it changes.</summary>
public sealed class UpgradeTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Fact]
    public async Task TheStackGetsIndexPoliciesOutputsAndItsNamespace()
    {
        await using var stack = await TestStack.CreateAsync(engine);
        var functionBefore = await FunctionAsync(stack);
        var audience = new StackAudience();

        var before = await stack.GetAsync();
        var updated = await stack.UpdateAsync(audience: audience);

        Assert.False(before.IsUpgraded);
        Assert.True(updated.IsUpgraded);
        Assert.Equal((stack.Name, stack.Name, "UPDATE_COMPLETE"), (updated.StackName, updated.TableName, updated.Status));
        Assert.Equal($"arn:aws:iam::123456789012:policy/{stack.Name}-ns-acq", updated.NamespaceAcquirePolicyArn);
        Assert.Equal($"{stack.Name}-aggregator", updated.AggregatorFunctionName);
        Assert.Equal("NEW_AND_OLD_IMAGES", updated.StreamViewType);
        await stack.AssertUpgradedAsync(TestStack.Yaml);
        Assert.Equal(functionBefore, await FunctionAsync(stack));
        Assert.Equal("Modify RateLimitsTable False", Assert.Single(audience.Changes.Where(IsOfTable).Select(change => $"{change.Action} {change.LogicalResourceId} {change.Replacement}")));
        Assert.Equal(3, audience.Changes.Count(change => change is { Action: "Add", ResourceType: "AWS::IAM::ManagedPolicy" }));
        Assert.Contains(audience.Steps, line => line == $"Update stack '{stack.Name}': RateLimitsTable UPDATE_IN_PROGRESS");
        Assert.Contains(audience.Steps, line => line == $"Update stack '{stack.Name}': {stack.Name} UPDATE_COMPLETE");
        Assert.Contains(audience.Steps, step => step.StartsWith($"Wait for index GSI4 of table '{stack.Name}': ACTIVE", StringComparison.Ordinal));
        Assert.Contains(audience.Verbose, line => line.StartsWith($"Namespace 'default' of table '{stack.Name}' has the ID '", StringComparison.Ordinal));
        Assert.Empty(audience.Warnings);
    }

    [Fact]
    public async Task ASecondRunChangesNothing()
    {
        await using var stack = await TestStack.CreateAsync(engine);
        var first = await stack.UpdateAsync();
        var events = stack.Plane.Log.Count("CreateChangeSet");
        var audience = new StackAudience();

        var second = await stack.UpdateAsync(audience: audience);

        Assert.Equal((1, 1), (events, stack.Plane.Log.Count("CreateChangeSet")));
        Assert.Equal(first with { Indexes = [] }, second with { Indexes = [] });
        Assert.Equal(first.Indexes, second.Indexes);
        Assert.Empty(audience.Changes);
        Assert.Contains(audience.Verbose, line => line == $"Stack '{stack.Name}' has the index and the policies already: nothing to change.");
        await stack.AssertUpgradedAsync(TestStack.Yaml);
    }

    [Fact]
    public async Task WhatIsDeclinedLeavesNothingBehind()
    {
        await using var stack = await TestStack.CreateAsync(engine);
        var audience = new StackAudience { MayExecute = false };

        var shown = await stack.UpdateAsync(audience: audience);

        Assert.False(shown.IsUpgraded);
        Assert.NotEmpty(audience.Changes);
        Assert.Equal((1, 1), (stack.Plane.Log.Count("CreateChangeSet"), stack.Plane.Log.Count("DeleteChangeSet")));
        await stack.AssertUntouchedAsync(TestStack.Yaml);
    }

    [Fact]
    public async Task TheNamespaceIsTheUsersChoice()
    {
        await using var stack = await TestStack.CreateAsync(engine);
        await stack.UpdateAsync(audience: new StackAudience { MayRegister = false });
        await stack.UpdateAsync(options => options with { Namespace = null });
        Assert.Empty(await stack.NamespacesAsync());

        await stack.UpdateAsync(options => options with { Namespace = "tenant-1" });
        Assert.Equal(["tenant-1"], await stack.NamespacesAsync());
    }

    [Fact]
    public async Task AJsonTemplateWithAnotherLogicalIdAndTableNameIsUpgraded()
    {
        await using var stack = await TestStack.CreateAsync(engine, null);
        var template = TestStack.Json.Replace("\"Default\": \"limits\"", $"\"Default\": \"{stack.Name}\"", StringComparison.Ordinal);
        await stack.Api.CreateStackAsync(stack.Name, template);

        var updated = await stack.UpdateAsync();

        Assert.Equal($"{stack.Name}-table", updated.TableName);
        Assert.True(updated.IsUpgraded);
        await stack.AssertUpgradedAsync(template, updated.TableName);
    }

    [Fact]
    public async Task AStackIsAlsoGivenByItsId()
    {
        await using var stack = await TestStack.CreateAsync(engine);
        var id = (await stack.DescribeAsync()).Element("StackId")!.Value;

        var updated = await stack.UpdateAsync(options => options with { StackName = id });

        Assert.Equal((stack.Name, id), (updated.StackName, updated.StackId));
        await stack.AssertUpgradedAsync(TestStack.Yaml);
    }

    [Fact]
    public async Task OfSeveralTablesTheNamedOneIsUpgradedOrTheOneNamedAsTheStack()
    {
        await using var stack = await TestStack.CreateAsync(engine, null);
        var template = StackTexts.WithTables("${AWS::StackName}-a", "${AWS::StackName}-b");
        await stack.Api.CreateStackAsync(stack.Name, template);
        var other = $"{stack.Name}-b";

        var ambiguous = await stack.FailAsync("StackHasSeveralTables");
        Assert.Contains($"'{stack.Name}-a', '{other}'", ambiguous.Message, StringComparison.Ordinal);
        var missing = await stack.FailAsync("TableNotInStack", options => options with { TableName = "other" });
        Assert.Contains("'other'", missing.Message, StringComparison.Ordinal);
        Assert.Equal(0, stack.Plane.Log.Count("CreateChangeSet"));

        Assert.Equal(other, (await stack.UpdateAsync(options => options with { TableName = other })).TableName);
        Assert.Equal(["GSI1 ACTIVE"], await stack.IndexesAsync($"{stack.Name}-a"));
        Assert.Equal(["GSI1 ACTIVE", "GSI4 ACTIVE"], await stack.IndexesAsync(other));
        Assert.Equal(["default"], await stack.NamespacesAsync(other));

        await using var named = await TestStack.CreateAsync(engine, StackTexts.WithTables("${AWS::StackName}-a", "${AWS::StackName}"));
        Assert.Equal(named.Name, (await named.UpdateAsync()).TableName);
    }

    [Fact]
    public async Task EventsOverSeveralPagesAreEachToldOnce()
    {
        await using var stack = await TestStack.CreateAsync(engine);
        // A hundred events a page.
        for (var round = 0; round < 20; round++)
            await stack.ChangeParameterAsync("KeepLogsFor", $"{round % 2 + 1}");
        var before = await stack.EventIdsAsync();
        Assert.True(before.Count > 100);
        var audience = new StackAudience();

        await stack.UpdateAsync(audience: audience);

        var told = audience.Steps.Where(step => step.StartsWith("Update stack", StringComparison.Ordinal) && !step.EndsWith("making a change set", StringComparison.Ordinal)).ToList();
        Assert.Equal((await stack.EventIdsAsync()).Count - before.Count, told.Count);
        await stack.AssertUpgradedAsync(TestStack.Yaml);
    }

    private static bool IsOfTable(DdbStackChange change) => change.ResourceType == "AWS::DynamoDB::Table";

    private static async Task<string> FunctionAsync(TestStack stack) =>
        (await stack.Api.CloudFormationAsync("DescribeStackResources", [("StackName", stack.Name), ("LogicalResourceId", "AggregatorFunction")])).Descendants("member").First().ToString();
}
