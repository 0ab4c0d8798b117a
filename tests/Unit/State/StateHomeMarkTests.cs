using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Engine.State.Table;
using DynamoNamespace.Tests.Unit.Aws;
using DynamoNamespace.Tests.Unit.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.State;

/// <summary>A table's tags say where the state of its plans is, so that no plan is kept in two places.</summary>
[Collection(ConnectionCollection.Name)]
public sealed class StateHomeMarkTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ddbns-home-");
    private readonly FakeTable table = new();
    private readonly Dictionary<string, string> tags = new(StringComparer.Ordinal);
    private readonly List<string> written = [];

    public StateHomeMarkTests()
    {
        table.Endpoint.On("ListTagsOfResource", _ => (200, Page(tags, next: null)));
        table.Endpoint.On("TagResource", request =>
        {
            foreach (var tag in request["Tags"]!.AsArray())
            {
                tags[tag!["Key"]!.GetValue<string>()] = tag["Value"]!.GetValue<string>();
                written.Add(tag["Value"]!.GetValue<string>());
            }

            return (200, "{}");
        });
    }

    private string Path => System.IO.Path.Combine(folder.FullName, "my plan's state");

    private MigrationOptions InFolder => table.Options with { CheckpointPath = Path };

    private MigrationOptions InTable => table.Options with { StateTableName = "my-state" };

    public void Dispose()
    {
        table.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Table_withoutAMark_isMarkedOnceWithItsStore()
    {
        await RunAsync(InTable, async session =>
        {
            await StateHomeMark.RequireAsync(session, CancellationToken.None);
            table.StateItem = PlanItemOf(session);
            await StateHomeMark.WriteAsync(session, CancellationToken.None);
            await StateHomeMark.WriteAsync(session, CancellationToken.None);
            Assert.Equal($"dynamonamespace:plan-{session.Plan.Id}", Assert.Single(tags).Key);
        });
        Assert.Equal(["table/my-state"], written);
        await RunAsync(InTable, session => StateHomeMark.RequireAsync(session, CancellationToken.None));
    }

    [Fact]
    public async Task Folder_isMarkedByItsIdAndWhereItIsInWhatATagCanHold()
    {
        await MarkAsync(InFolder);
        Assert.Matches("^folder/[0-9a-f]{16}/[A-Za-z0-9 +=._:/@_-]+my plan_s state$", Assert.Single(written));
        await RunAsync(InFolder, session => StateHomeMark.RequireAsync(session, CancellationToken.None));
    }

    [Fact]
    public async Task Folder_withALongPath_isMarkedInWhatATagCanHold()
    {
        var path = System.IO.Path.Combine([folder.FullName, .. Enumerable.Repeat(new string('x', 100), 4)]);
        await MarkAsync(table.Options with { CheckpointPath = path });
        Assert.Equal(256, Assert.Single(written).Length);
        await RunAsync(table.Options with { CheckpointPath = path }, session => StateHomeMark.RequireAsync(session, CancellationToken.None));
    }

    [Fact]
    public async Task Plan_whoseStateIsInATable_isRefusedToAFolder()
    {
        await MarkAsync(InTable);
        var error = await RefusalAsync(InFolder);
        Assert.Equal(("StateIsElsewhere", DdbErrorKind.InvalidState, FakeTable.Name), (error.ErrorId, error.Kind, error.Target));
        Assert.Contains("is kept in table 'my-state', as the table's tag 'dynamonamespace:plan-", error.Message, StringComparison.Ordinal);
        Assert.Contains($"and this command would use folder {Path} (ID ", error.Message, StringComparison.Ordinal);
        Assert.Contains("Name the table with -StateTableName my-state (--state-table my-state) and no checkpoint path.", error.Message, StringComparison.Ordinal);
        Assert.Contains("aws dynamodb untag-resource --resource-arn", error.Message, StringComparison.Ordinal);
        Assert.Single(written);
    }

    [Fact]
    public async Task Plan_whoseStateIsInAnotherTable_isRefused()
    {
        await MarkAsync(InTable);
        Assert.Contains("and this command would use table 'other-state'", (await RefusalAsync(table.Options with { StateTableName = "other-state" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_whoseStateIsInAFolder_isRefusedToATableAndToAnotherFolder()
    {
        await MarkAsync(InFolder);
        foreach (var options in new[] { InTable, table.Options with { CheckpointPath = Path + "-2" } })
        {
            var error = await RefusalAsync(options);
            Assert.Equal("StateIsElsewhere", error.ErrorId);
            Assert.Contains($"is kept in folder '{Environment.MachineName}:", error.Message, StringComparison.Ordinal);
            Assert.Contains("Name that folder with -CheckpointPath (--checkpoint-path), on the machine that has it.", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("bucket/my-state")]
    [InlineData("table/")]
    [InlineData("folder")]
    [InlineData("")]
    public async Task Mark_thatThisVersionDoesNotUnderstand_isRefusedAndNotPassedOver(string value)
    {
        await RunAsync(InTable, session =>
        {
            tags[$"dynamonamespace:plan-{session.Plan.Id}"] = value;
            return Task.CompletedTask;
        });
        var error = await RefusalAsync(InTable);
        Assert.Equal("StateIsElsewhere", error.ErrorId);
        Assert.Contains($"is kept in '{value}', which this version does not understand,", error.Message, StringComparison.Ordinal);
        Assert.Contains("Use the version of this module that wrote it.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_thatIsGoneFromTheTableItIsMarkedWith_isRefused()
    {
        await MarkAsync(InTable);
        table.StateItem = null;
        var error = await RefusalAsync(InTable);
        Assert.Equal(("StateIsGone", DdbErrorKind.InvalidState), (error.ErrorId, error.Kind));
        Assert.Contains("was kept in table 'my-state', as the table's tag 'dynamonamespace:plan-", error.Message, StringComparison.Ordinal);
        Assert.Contains("Restore it from a backup.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_thatWasEmptied_isAnotherStore()
    {
        await MarkAsync(InFolder);
        Directory.Delete(Path, recursive: true);
        Assert.Equal("StateIsElsewhere", (await RefusalAsync(InFolder)).ErrorId);
    }

    [Fact]
    public async Task Marks_ofOtherPlans_areNobodysConcern()
    {
        tags["dynamonamespace:plan-0123"] = "folder/abc/elsewhere";
        tags["team"] = "payments";
        await MarkAsync(InTable);
        Assert.Equal(3, tags.Count);
    }

    [Fact]
    public async Task Mark_onALaterPage_isFound()
    {
        await MarkAsync(InTable);
        var mine = new Dictionary<string, string>(tags, StringComparer.Ordinal);
        table.Endpoint.On("ListTagsOfResource", request => (200, request["NextToken"] is null
            ? Page(new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = "payments" }, "more")
            : Page(mine, next: null)));
        Assert.Equal("StateIsElsewhere", (await RefusalAsync(InFolder)).ErrorId);
    }

    [Fact]
    public async Task Mark_thatAnotherMachineWritesInTheSameMoment_isFoundAfterwards()
    {
        table.Endpoint.On("TagResource", request =>
        {
            tags[request["Tags"]![0]!["Key"]!.GetValue<string>()] = "table/of-the-other";
            return (200, "{}");
        });
        Assert.Equal("StateIsElsewhere", (await Assert.ThrowsAsync<DdbException>(() => MarkAsync(InTable))).ErrorId);
    }

    [Fact]
    public async Task Engine_withoutTags_isUsedWithoutMarks()
    {
        table.Endpoint.On("ListTagsOfResource", _ => FakeDynamoDb.Error(400, "UnknownOperationException", "what"));
        await RunAsync(InTable, async session =>
        {
            await StateHomeMark.RequireAsync(session, CancellationToken.None);
            await StateHomeMark.WriteAsync(session, CancellationToken.None);
        });
        Assert.Empty(written);
    }

    [Theory]
    [InlineData("ListTagsOfResource")]
    [InlineData("TagResource")]
    public async Task Caller_whoMayNotReadOrWriteTags_isToldWhichRightIsMissing(string operation)
    {
        table.Endpoint.On(operation, _ => FakeDynamoDb.Error(400, "AccessDeniedException", "no"));
        var error = await Assert.ThrowsAsync<DdbException>(() => MarkAsync(InTable));
        Assert.Equal(("StateMarkRefused", DdbErrorKind.PermissionDenied), (error.ErrorId, error.Kind));
        Assert.Contains($"The caller may not call dynamodb:{operation} on table 'limits'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Allow dynamodb:ListTagsOfResource and dynamodb:TagResource", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operation_ofAPlanThatIsElsewhere_isRefusedBeforeItsLease()
    {
        await MarkAsync(InTable);
        await RunAsync(InFolder, async session =>
        {
            foreach (var operation in Enum.GetValues<RunOperation>())
                Assert.Equal("StateIsElsewhere", (await Assert.ThrowsAsync<DdbException>(() => session.Gate.RequireAsync(operation, CancellationToken.None))).ErrorId);
        });
        Assert.False(Directory.Exists(Path));
    }

    private Task MarkAsync(MigrationOptions options) => RunAsync(options, async session =>
    {
        // The plan is stored with the first lease, and marked under it.
        if (options.CheckpointPath is not null)
            await (await session.State.AcquireAsync(RunOperation.Copy, CancellationToken.None)).DisposeAsync();
        else
            table.StateItem = PlanItemOf(session);
        await StateHomeMark.WriteAsync(session, CancellationToken.None);
    });

    private async Task<DdbException> RefusalAsync(MigrationOptions options) =>
        await Assert.ThrowsAsync<DdbException>(() => RunAsync(options, session => StateHomeMark.RequireAsync(session, CancellationToken.None)));

    private Task RunAsync(MigrationOptions options, Func<MigrationSession, Task> work) => table.RunAsync(options, work);

    private static JsonObject PlanItemOf(MigrationSession session)
    {
        var item = new JsonObject();
        foreach (var (name, text) in new[]
        {
            (StateAttributes.Format, PlanItem.Format), (StateAttributes.Identity, ItemText.Text(RecordLog.Serialize(session.Plan))),
            (StateAttributes.Phase, nameof(DdbPlanPhase.None)), (StateAttributes.PhaseVersion, "1"),
            (StateAttributes.PhaseSince, "2026-12-01T12:00:00.0000000Z"), (StateAttributes.CreatedAt, "2026-12-01T12:00:00.0000000Z"),
        })
        {
            item[name] = new JsonObject { ["S"] = text };
        }

        return item;
    }

    private static string Page(Dictionary<string, string> tags, string? next)
    {
        var page = new JsonObject { ["Tags"] = new JsonArray([.. tags.Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value })]) };
        if (next is not null)
            page["NextToken"] = next;
        return page.ToJsonString();
    }
}
