using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.ControlPlane;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.ControlPlane;

/// <summary>DynamoDB's calls reach the engine through the control plane; what the engine lacks is answered, and what is not signed is not.</summary>
public sealed class ForwardingTests(ControlPlaneFixture fixture) : IClassFixture<ControlPlaneFixture>, IAsyncLifetime
{
    private readonly string _table = $"forwarded-{Guid.NewGuid():n}";
    private RawDynamoDb _raw = null!;

    public async ValueTask InitializeAsync()
    {
        _raw = new RawDynamoDb(fixture.Plane.EndpointUrl);
        await _raw.CreateTableAsync(SampleTable.CreateTableRequestJson(_table));
    }

    public ValueTask DisposeAsync()
    {
        _raw.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task TheSdkReadsAndWritesThroughItAndSeesThisAccountsArns()
    {
        await _raw.LoadAsync(_table, SampleTable.Items(100, 1));
        using var client = DynoxideServer.ClientFor(fixture.Plane.EndpointUrl);
        Assert.Equal(100, (await client.ScanAsync(new ScanRequest(_table))).Count);
        using var direct = new RawDynamoDb(fixture.EngineUrl);
        Assert.Equal(100, (await direct.ScanAsync(_table)).Count);
        var table = (await client.DescribeTableAsync(_table)).Table;
        Assert.Equal($"arn:aws:dynamodb:us-east-1:123456789012:table/{_table}", table.TableArn);
        Assert.All(table.GlobalSecondaryIndexes, index => Assert.StartsWith(table.TableArn + "/index/", index.IndexArn, StringComparison.Ordinal));
    }

    [Fact]
    public async Task TwoIndexChangesInOneCallOrOneDuringAnotherAreRefused()
    {
        // The SDK takes LimitExceededException for throttling and tries for a minute and more.
        using var client = DynoxideServer.ClientFor(fixture.Plane.EndpointUrl, config => config.MaxErrorRetry = 0);
        await Assert.ThrowsAsync<LimitExceededException>(() => client.UpdateTableAsync(Update("NEW1", "NEW2")));
        using var filling = fixture.Plane.Hold("NEW1 CREATING");
        var table = (await client.UpdateTableAsync(Update("NEW1"))).TableDescription;
        Assert.Equal("UPDATING", table.TableStatus.Value);
        Assert.True(table.GlobalSecondaryIndexes.Single(index => index.IndexName == "NEW1").Backfilling);
        await Assert.ThrowsAsync<ResourceInUseException>(() => client.UpdateTableAsync(Update("NEW2")));
    }

    [Fact]
    public async Task BackupsAreToldAndSwitched()
    {
        Assert.Equal("DISABLED", await RecoveryAsync("DescribeContinuousBackups", []));
        Assert.Equal("ENABLED", await RecoveryAsync("UpdateContinuousBackups", new JsonObject { ["PointInTimeRecoverySpecification"] = new JsonObject { ["PointInTimeRecoveryEnabled"] = true } }));
        Assert.Equal("ENABLED", await RecoveryAsync("DescribeContinuousBackups", []));

        var made = await _raw.SendAsync("CreateBackup", new JsonObject { ["TableName"] = _table, ["BackupName"] = "before" });
        var arn = made["BackupDetails"]!["BackupArn"]!.GetValue<string>();
        Assert.StartsWith($"arn:aws:dynamodb:us-east-1:123456789012:table/{_table}/backup/", arn, StringComparison.Ordinal);
        await _raw.SendAsync("DeleteBackup", new JsonObject { ["BackupArn"] = arn });
        var gone = await Assert.ThrowsAsync<RawDynamoDbException>(() => _raw.SendAsync("DescribeBackup", new JsonObject { ["BackupArn"] = arn }));
        Assert.Contains("BackupNotFoundException", gone.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("iam", 200)]
    [InlineData("cloudformation", 403)]
    [InlineData(null, 403)]
    public async Task ARequestMustBeSignedForItsService(string? signed, int status)
    {
        using var content = new StringContent("Action=ListRoles&Version=2010-05-08", Encoding.UTF8, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        var answer = await fixture.Client.SendAsync(HttpMethod.Post, "/", signed, content);
        Assert.Equal(status, answer.Status);
        var expected = status == 200 ? "<ListRolesResult>" : signed is null ? "<Code>MissingAuthenticationToken</Code>" : "<Code>SignatureDoesNotMatch</Code>";
        Assert.Contains(expected, Encoding.UTF8.GetString(answer.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATemplateInABucketIsReadFromThere()
    {
        Assert.Equal(200, (await fixture.Client.SendAsync(HttpMethod.Put, "/templates", "s3")).Status);
        using var template = new StringContent(ControlPlaneFixture.Template);
        Assert.Equal(200, (await fixture.Client.SendAsync(HttpMethod.Put, "/templates/a/stack.yaml", "s3", template)).Status);
        Assert.Equal(404, (await fixture.Client.SendAsync(HttpMethod.Get, "/other/a/stack.yaml", "s3")).Status);

        var summary = await fixture.Client.CloudFormationAsync("GetTemplateSummary", [("TemplateURL", "https://templates.s3.us-east-1.amazonaws.com/a/stack.yaml")]);
        Assert.Equal("CAPABILITY_NAMED_IAM", summary.Descendants("Capabilities").Single().Value);
    }

    [Fact]
    public async Task AnObjectInSignedChunksIsStoredWithoutThem()
    {
        await fixture.Client.SendAsync(HttpMethod.Put, "/chunked", "s3");
        using var content = new StringContent("5;chunk-signature=00\r\nhello\r\n6;chunk-signature=00\r\n world\r\n0;chunk-signature=00\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n");
        content.Headers.TryAddWithoutValidation("X-Amz-Content-Sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER");
        Assert.Equal(200, (await fixture.Client.SendAsync(HttpMethod.Put, "/chunked/a", "s3", content)).Status);
        Assert.Equal("hello world", Encoding.UTF8.GetString((await fixture.Client.SendAsync(HttpMethod.Get, "/chunked/a", "s3")).Body));
    }

    [Fact]
    public async Task LogEventsAreFilteredByTimeAndTerms()
    {
        var group = $"/aws/lambda/{_table}";
        await LogsAsync("CreateLogGroup", new JsonObject { ["logGroupName"] = group });
        await LogsAsync("CreateLogStream", new JsonObject { ["logGroupName"] = group, ["logStreamName"] = "s" });
        var events = new JsonArray([.. new[] { "ERROR old", "ERROR new", "fine", "Task timed out" }.Select((text, i) => (JsonNode)new JsonObject { ["timestamp"] = 1000 + i, ["message"] = text })]);
        await LogsAsync("PutLogEvents", new JsonObject { ["logGroupName"] = group, ["logStreamName"] = "s", ["logEvents"] = events });

        var found = await LogsAsync("FilterLogEvents", new JsonObject { ["logGroupName"] = group, ["startTime"] = 1001, ["filterPattern"] = "?ERROR ?\"timed out\"" });
        Assert.Equal(["ERROR new", "Task timed out"], found["events"]!.AsArray().Select(e => e!["message"]!.GetValue<string>()), StringComparer.Ordinal);
        var missing = await Assert.ThrowsAsync<ControlPlaneException>(() => LogsAsync("FilterLogEvents", new JsonObject { ["logGroupName"] = "none" }));
        Assert.Equal("ResourceNotFoundException", missing.Code);
    }

    private Task<JsonObject> LogsAsync(string action, JsonObject request) => fixture.Client.JsonAsync("logs", $"Logs_20140328.{action}", request);

    private async Task<string> RecoveryAsync(string action, JsonObject request)
    {
        request["TableName"] = _table;
        var answer = await _raw.SendAsync(action, request);
        return answer["ContinuousBackupsDescription"]!["PointInTimeRecoveryDescription"]!["PointInTimeRecoveryStatus"]!.GetValue<string>();
    }

    private UpdateTableRequest Update(params string[] indexes) => new()
    {
        TableName = _table,
        AttributeDefinitions = [.. new[] { "PK", "SK" }.Concat(indexes).Select(name => new AttributeDefinition(name, "S"))],
        GlobalSecondaryIndexUpdates = [.. indexes.Select(name => new GlobalSecondaryIndexUpdate
        {
            Create = new CreateGlobalSecondaryIndexAction { IndexName = name, KeySchema = [new KeySchemaElement(name, "HASH")], Projection = new Projection { ProjectionType = "ALL" } },
        })],
    };
}
