using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Plans;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Plans;

/// <summary>What the caller says goes before what the plan says.</summary>
public sealed class PlanOptionsTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void WithoutAPlanTheDefaultsHold()
    {
        var options = PlanOptions.Combine(null, new MigrationOptions { TableName = "t-1" }, "", null);
        Assert.Equal((MigrationOptions.DefaultNamespace, MigrationOptions.DefaultMapping, false), (options.Namespace, options.Mapping, options.RequiresIndexes));
        Assert.Equal("TableNotNamed", Assert.Throws<DdbException>(() => PlanOptions.Combine(null, new MigrationOptions { TableName = "" }, null, null)).ErrorId);
    }

    [Fact]
    public void ThePlanFillsInWhatTheCallerLeavesOut()
    {
        var options = PlanOptions.Combine(Plan(), Given(), null, null);
        Assert.Equal(("orders", "team", path), (options.TableName, options.Namespace, options.Mapping));
        Assert.Equal((10.5, 20.0, 64, 8, true), (options.MaxReadUnits, options.MaxWriteUnits, options.TotalSegments, options.ThrottleLimit, options.SkipExpired));
        Assert.Equal("eu", options.Variables["tenant"]);
        Assert.Equal("orders-2", options.TargetTableName);
        Assert.Equal(("eu-central-1", "other", "http://127.0.0.1:1"), (options.TargetConnection!.Region, options.TargetConnection.ProfileName, options.TargetConnection.EndpointUrl));
        Assert.True(options.RequiresIndexes);
    }

    [Fact]
    public void TheCallerGoesFirst()
    {
        var given = Given() with { TableName = "orders", MaxReadUnits = 1, TotalSegments = 2, Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["tenant"] = "us" } };
        var options = PlanOptions.Combine(Plan(), given, "mine", path);
        Assert.Equal(("mine", 1.0, 20.0, 2, "us"), (options.Namespace, options.MaxReadUnits, options.MaxWriteUnits, options.TotalSegments, options.Variables["tenant"]));
        Assert.Equal("orders-3", options.WithTarget("orders-3", null, null, null).TargetTableName);
    }

    [Fact]
    public void APlanWithoutATargetStaysInItsTable()
    {
        var plan = Plan(text => text.Replace("\"target\": { \"table\": \"orders-2\", \"region\": \"eu-central-1\", \"profile\": \"other\", \"endpointUrl\": \"http://127.0.0.1:1\" },", "", StringComparison.Ordinal));
        Assert.False(plan.HasOtherTarget);
        var options = PlanOptions.Combine(plan, Given(), null, null);
        Assert.Equal((null, null), (options.TargetTableName, options.TargetConnection));
    }

    [Fact]
    public void WhatDoesNotGoTogetherIsRefused()
    {
        Assert.Equal("PlanForOtherTable", Refuse(Plan(), Given() with { TableName = "other" }, null));
        Assert.Equal("PlanHasMapping", Refuse(Plan(), Given(), "zae-limiter-0.10"));
        Assert.Equal("PlanNotEdited", Refuse(Plan(text => text.Replace("\"eu\"", "\"EDIT: x\"", StringComparison.Ordinal)), Given(), null));
        Assert.Equal("TableNotNamed", Refuse(Plan(text => text.Replace("\"table\": \"orders\",", "", StringComparison.Ordinal)), Given(), null));
    }

    private static MigrationOptions Given() => new() { TableName = "", Connection = new ConnectionOptions { Region = "us-east-1" } };

    private static string Refuse(DdbMigrationPlan plan, MigrationOptions given, string? mapping) =>
        Assert.Throws<DdbException>(() => PlanOptions.Combine(plan, given, null, mapping)).ErrorId;

    private DdbMigrationPlan Plan(Func<string, string>? change = null)
    {
        File.WriteAllText(path, change?.Invoke(PlanText.Full) ?? PlanText.Full);
        return DdbMigrationPlan.Load(path);
    }
}
