using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Plans;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Plans;

public sealed class PlanDocumentTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ddbns-plan-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void EveryMemberIsRead()
    {
        var plan = Load(PlanText.Full);
        Assert.Equal(("mine", "d", "orders", "orders-2", "team"), (plan.Name, plan.Description, plan.TableName, plan.TargetTableName, plan.Namespace));
        Assert.Equal(("eu-central-1", "other", "http://127.0.0.1:1"), (plan.TargetRegion, plan.TargetProfileName, plan.TargetEndpointUrl));
        Assert.Equal((10.5, 20.0, 64, 8, true), (plan.MaxReadUnits, plan.MaxWriteUnits, plan.TotalSegments, plan.ThrottleLimit, plan.SkipExpired));
        Assert.Equal("eu", plan.Variable["tenant"]);
        Assert.Equal(plan.Path, plan.Mapping);
        Assert.True(plan.HasOtherTarget);
        Assert.Empty(plan.Unedited);
    }

    [Theory]
    [InlineData("\"name\": \"mine\",", "", "its top: 'name' is missing")]
    [InlineData("plan/1", "plan/2", "format: 'dynamonamespace/plan/2' is no plan format")]
    [InlineData("\"table\": \"orders\"", "\"tables\": \"orders\"", "tables: 'tables' is not known here; known are format, name")]
    [InlineData("\"region\"", "\"regoin\"", "target.regoin: 'regoin' is not known here")]
    [InlineData("10.5", "0", "limits.maxReadUnits: a number above 0 is expected")]
    [InlineData("10.5", "\"10\"", "limits.maxReadUnits: a number above 0 is expected")]
    [InlineData("64", "0", "limits.totalSegments: a whole number from 1 to 1000000 is expected")]
    [InlineData("\"throttleLimit\": 8", "\"throttleLimit\": 1.5", "limits.throttleLimit: a whole number from 1 to 1000 is expected")]
    [InlineData("\"skipExpired\": true", "\"skipExpired\": 1", "settings.skipExpired: true or false is expected")]
    [InlineData("\"tenant\": \"eu\"", "\"tenant\": \"EU\"", "variables.tenant: 'EU' is no legal 'tenant': it must match")]
    [InlineData("\"tenant\": \"eu\"", "\"tenat\": \"eu\"", "variables.tenat: the mapping 'inline' has no variable 'tenat'; it has tenant")]
    [InlineData("\"tenant\": \"eu\"", "\"namespaceId\": \"eu\"", "variables.namespaceId: 'namespaceId' comes from the registry")]
    [InlineData("\"name\": \"r\",", "", "mapping.rules[0]: 'name' is missing")]
    public void AnErrorIsPlaced(string right, string wrong, string problem)
    {
        Assert.Contains(right, PlanText.Full, StringComparison.Ordinal);
        var error = Assert.Throws<DdbException>(() => Load(PlanText.Full.Replace(right, wrong, StringComparison.Ordinal)));
        Assert.Equal(("PlanInvalid", DdbErrorKind.InvalidArgument), (error.ErrorId, error.Kind));
        Assert.StartsWith($"The plan '{PlanPath}' has an error at {problem}", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was changed.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void APlanThatIsNotThereOrNoJsonIsTold()
    {
        var missing = Assert.Throws<DdbException>(() => DdbMigrationPlan.Load(Path.Combine(folder.FullName, "none.json")));
        Assert.Equal("PlanNotFound", missing.ErrorId);
        Assert.Contains("New-DdbMigrationPlan", missing.Message, StringComparison.Ordinal);
        Assert.Equal("PlanNotJson", Assert.Throws<DdbException>(() => Load("{ \"name\" }")).ErrorId);
    }

    [Fact]
    public void AMappingIsNamedOrAFileFromThePlansFolder()
    {
        var named = Load(With("\"zae-limiter-0.10\"", variables: ""));
        Assert.Equal("zae-limiter-0.10", named.Mapping);
        Assert.Equal(MappingLoader.Load("zae-limiter-0.10").Fingerprint, named.Document.Fingerprint);

        File.WriteAllText(Path.Combine(folder.FullName, "my.json"), PlanText.Mapping);
        var file = Load(With("\"my.json\""));
        Assert.Equal(Path.Combine(folder.FullName, "my.json"), file.Mapping);
        Assert.Equal("inline", file.Document.Name);

        var error = Assert.Throws<DdbException>(() => Load(With("\"other.json\"")));
        Assert.Equal(("MappingNotFound", Path.Combine(folder.FullName, "other.json")), (error.ErrorId, error.Target));
    }

    /// <summary>A run goes on with other limits, and is another one with another rule or value.</summary>
    [Theory]
    [InlineData("10.5", "11", true)]
    [InlineData("\"skipExpired\": true", "\"skipExpired\": false", true)]
    [InlineData("// A comment.", "// Another comment.", true)]
    [InlineData("^A#", "^B#", false)]
    [InlineData("\"tenant\": \"eu\"", "\"tenant\": \"us\"", false)]
    [InlineData("orders-2", "orders-3", false)]
    public void TheFingerprintIsOfTablesMappingAndValues(string right, string other, bool isSame)
    {
        var fingerprint = Load(PlanText.Full).Fingerprint;
        Assert.Matches("^[0-9a-f]{12}$", fingerprint);
        Assert.Equal(isSame, Load(PlanText.Full.Replace(right, other, StringComparison.Ordinal)).Fingerprint == fingerprint);
    }

    /// <summary>So that results, which name their mapping, lead to the next command.</summary>
    [Fact]
    public void ThePathOfAPlanStandsForItsMapping()
    {
        var plan = Load(PlanText.Full);
        Assert.Equal(plan.Document.Fingerprint, MappingLoader.Load(plan.Mapping).Fingerprint);
    }

    [Fact]
    public void WhatIsLeftToEditIsListed() => Assert.Equal(
        ["table", "mapping.rules[0].set.PK", "variables.tenant"],
        Load(PlanText.Full.Replace("\"orders\"", "\"EDIT: table\"", StringComparison.Ordinal)
            .Replace("${tenant}/${PK}", "EDIT: ${PK}", StringComparison.Ordinal).Replace("\"eu\"", "\"EDIT: tenant\"", StringComparison.Ordinal)).Unedited);

    private string PlanPath => Path.Combine(folder.FullName, "plan.json");

    private static string With(string mapping, string variables = "\"tenant\": \"eu\"") => $$"""
        { "format": "dynamonamespace/plan/1", "name": "p", "table": "t-1", "mapping": {{mapping}}, "variables": { {{variables}} } }
        """;

    private DdbMigrationPlan Load(string text)
    {
        File.WriteAllText(PlanPath, text);
        return DdbMigrationPlan.Load(PlanPath);
    }
}
