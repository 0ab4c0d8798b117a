using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Engine.State.Folder;
using Xunit;

namespace DynamoNamespace.Tests.Unit.State.Folder;

/// <summary>Which folder holds which plan.</summary>
public sealed class FolderStateStoreTests : IDisposable
{
    private readonly RunFiles files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void Path_ofACheckpoint_namesItsFolderAndAnotherFileIsRefused()
    {
        Directory.CreateDirectory(files.Files().Path);
        var checkpoint = files.Files().Checkpoint(RunOperation.Delete);
        Assert.Equal(checkpoint, FolderFiles.At(checkpoint).Path);
        FolderDocument.Write(checkpoint, RunFiles.Checkpoint());
        Assert.Equal(files.Files().Path, FolderFiles.At(checkpoint).Path);

        var file = Path.Combine(files.Path, "notes.txt");
        File.WriteAllText(file, "x");
        var error = Assert.Throws<DdbException>(() => FolderFiles.At(file));
        Assert.Equal(("CheckpointPathIsFile", DdbErrorKind.InvalidArgument), (error.ErrorId, error.Kind));
        Assert.Contains($"'{file}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Home_isTheFoldersOwnIdWhereverItIsMoved()
    {
        await files.BeginAsync();
        var home = files.Store().Home;
        Assert.Equal((StateHome.Folder, files.Files().Path, null), (home.Kind, home.Where, home.TableName));
        Assert.Matches("^[0-9a-f]{16}$", home.Id);
        Assert.True(home.IsSame(files.Store().Home));

        Directory.Move(files.Files().Path, files.Files("moved").Path);
        Assert.True(home.IsSame(files.Store("moved").Home));
        await files.BeginAsync();
        Assert.False(home.IsSame(files.Store().Home));
    }

    [Fact]
    public async Task Home_beforeTheFirstLease_isTheOneThatTheFolderGets()
    {
        var store = files.Store();
        var home = store.Home;
        await using var lease = await store.Open(RunFiles.Plan()).AcquireAsync(RunOperation.Copy, CancellationToken.None);
        Assert.True(home.IsSame(store.Home));
        Assert.True(home.IsSame(files.Store().Home));
    }

    [Theory]
    [InlineData("http://localhost:8000", "zae-limiter-0.10")]
    [InlineData("http://127.0.0.1:8000/", "/elsewhere/zae-limiter-0.10.json")]
    public async Task Plan_underAnotherSpelling_isTheSame(string endpoint, string mapping)
    {
        await files.WriteAsync(RunFiles.Checkpoint());
        var state = files.Store().Open(RunFiles.Plan() with { Endpoint = endpoint, Mapping = mapping });
        Assert.NotNull(await state.ReadCheckpointAsync(RunOperation.Copy, CancellationToken.None));
    }

    [Fact]
    public async Task Plan_otherThanTheFolders_isRefusedWithWhatDiffers()
    {
        await files.BeginAsync();
        var before = File.ReadAllText(files.Files().Plan);
        var error = Assert.Throws<DdbException>(() => files.Store(restart: true).Open(RunFiles.Plan("other-app")));
        Assert.Equal(("CheckpointOfAnotherPlan", DdbErrorKind.InvalidState), (error.ErrorId, error.Kind));
        Assert.Equal(
            $"The folder '{files.Files().Path}' holds the state of another plan: the table is 'my-app' there and 'other-app' here; "
            + "the target table is 'my-app' there and 'other-app' here. Nothing was changed. Name another folder with -CheckpointPath (--checkpoint-path).",
            error.Message);
        Assert.Equal(before, File.ReadAllText(files.Files().Plan));
    }

    [Fact]
    public async Task Table_thatWasMadeAgain_startsOverOnlyWhenAsked()
    {
        await files.WriteAsync(RunFiles.Checkpoint());
        await files.State().WriteLimitsAsync("{}", CancellationToken.None);
        var again = RunFiles.Plan(tableId: "id-2");
        var error = Assert.Throws<DdbException>(() => files.Store().Open(again));
        Assert.EndsWith("Name another folder with -CheckpointPath (--checkpoint-path), or start over with -Restart (--restart).", error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(files.Files().Checkpoint(RunOperation.Copy)));

        var home = files.Store().Home;
        var restarted = files.Store(restart: true);
        var state = restarted.Open(again);
        Assert.Null(await state.ReadPlanAsync(CancellationToken.None));
        Assert.Null(await state.ReadCheckpointAsync(RunOperation.Copy, CancellationToken.None));
        Assert.Equal("{}", await state.ReadLimitsAsync(CancellationToken.None));
        await using var lease = await state.AcquireAsync(RunOperation.Copy, CancellationToken.None);
        Assert.Equal(again.Id, (await state.ReadPlanAsync(CancellationToken.None))!.Plan.Id);
        Assert.False(home.IsSame(restarted.Home));
    }

    [Theory]
    [InlineData("copy.checkpoint.json")]
    [InlineData("sync.checkpoint.json")]
    [InlineData("deletions.journal")]
    public async Task Folder_ofVersion01_isRefusedByEveryReaderAndNotChanged(string name)
    {
        var file = Path.Combine(files.Files().Path, name);
        Directory.CreateDirectory(files.Files().Path);
        File.WriteAllText(file, """{ "format": "dynamonamespace/checkpoint/1" }""");
        foreach (var read in new Action[] { () => files.State(), () => files.Store(restart: true).Open(RunFiles.Plan()), () => _ = files.Store().Home })
        {
            var error = Assert.Throws<DdbException>(read);
            Assert.Equal(("StateOfEarlierVersion", DdbErrorKind.InvalidState), (error.ErrorId, error.Kind));
            Assert.Contains("was written by version 0.1", error.Message, StringComparison.Ordinal);
            Assert.Contains("Finish or undo that migration with version 0.1", error.Message, StringComparison.Ordinal);
        }

        var unreadable = new List<DdbException>();
        await foreach (var plan in files.Store().ListAsync(unreadable.Add, CancellationToken.None))
            Assert.Fail($"A plan was found: {plan}");
        Assert.Equal("StateOfEarlierVersion", Assert.Single(unreadable).ErrorId);
        Assert.Equal([file], Directory.GetFileSystemEntries(files.Files().Path));
    }

    [Fact]
    public async Task List_ofAFolder_isItsPlan()
    {
        await files.BeginAsync();
        var plans = new List<StoredPlan>();
        await foreach (var plan in files.Store().ListAsync(static error => throw error, CancellationToken.None))
            plans.Add(plan);
        Assert.Equal(RunFiles.Plan().Id, Assert.Single(plans).Plan.Id);
    }
}
