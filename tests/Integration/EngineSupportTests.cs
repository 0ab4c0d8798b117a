using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration;

/// <summary>What the other tests stand on: the engine, raw requests, the sample and the fixture, comparison.</summary>
public sealed class EngineSupportTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    // The endpoint may be one that earlier runs have left tables on.
    private readonly string _table = $"support-{Guid.NewGuid():n}";

    [Fact]
    public async Task TheSampleComesBackAsItWentIn()
    {
        using var raw = engine.Raw();
        await raw.CreateTableAsync(SampleTable.CreateTableRequestJson(_table));
        await raw.LoadAsync(_table, SampleTable.Items(500, 1, includePrefixed: true));

        TableAssert.Equal(TableContents.Of(SampleTable.Items(500, 1, includePrefixed: true)), await raw.ScanAsync(_table));
    }

    [Fact]
    public async Task TheExpectedTablesAreTablesThatTheEngineTakes()
    {
        using var raw = engine.Raw();
        foreach (var (name, expected) in new[]
        {
            ($"{_table}-copied", ExpectedTable.AfterCopy(SampleTable.Items(500, 1, includePrefixed: true), "a7x3kq")),
            ($"{_table}-deleted", ExpectedTable.AfterDelete(SampleTable.Items(500, 1, includePrefixed: true), "a7x3kq")),
        })
        {
            await raw.CreateTableAsync(SampleTable.CreateTableRequestJson(name, withGsi4: true));
            await raw.LoadAsync(name, expected.Values);
            TableAssert.Equal(expected, await raw.ScanAsync(name));
        }
    }

    [Fact]
    public async Task TheFixtureComesBackAsItWentIn()
    {
        using var raw = engine.Raw();
        await raw.CreateTableAsync(FixtureTable.CreateTableRequest(_table, withGsi4: true));
        await raw.LoadAsync(_table, FixtureTable.Items());

        var found = await raw.ScanAsync(_table);
        Assert.Equal(1213, found.Count);
        TableAssert.Equal(TableContents.Of(FixtureTable.Items()), found);
    }

    [Fact]
    public async Task SingleItemsArePutReadAndDeleted()
    {
        using var raw = engine.Raw();
        await raw.CreateTableAsync(SampleTable.CreateTableRequestJson(_table));
        var item = SampleTable.Items(1, 1).Single();
        await raw.PutAsync(_table, item);
        ItemAssert.Equal(item, await raw.GetAsync(_table, "SYSTEM#", "#CONFIG"));

        await raw.DeleteAsync(_table, "SYSTEM#", "#CONFIG");
        Assert.Null(await raw.GetAsync(_table, "SYSTEM#", "#CONFIG"));
        TableAssert.Empty(await raw.ScanAsync(_table));
    }

    [Fact]
    public async Task TheSdksClientReachesTheEngine()
    {
        using var raw = engine.Raw();
        await raw.CreateTableAsync(SampleTable.CreateTableRequestJson(_table));
        using var client = engine.Client();
        Assert.Equal(3, (await client.DescribeTableAsync(_table)).Table.GlobalSecondaryIndexes.Count);
    }

    [Fact]
    public async Task AnErrorSaysWhatItIs()
    {
        using var raw = engine.Raw();
        var error = await Assert.ThrowsAsync<RawDynamoDbException>(() => raw.ScanAsync("no-such-table"));
        Assert.Equal((400, "ResourceNotFoundException"), (error.StatusCode, error.ErrorType));
    }

    [Fact]
    public async Task ADatabaseFileOutlivesTheEngine()
    {
        var folder = Directory.CreateTempSubdirectory("ddbns-test-");
        try
        {
            var database = Path.Combine(folder.FullName, "tables.db");
            var item = SampleTable.Items(1, 1).Single();
            await using (var first = await DynoxideServer.StartAsync(database))
            {
                using var raw = first.Raw();
                await raw.CreateTableAsync(SampleTable.CreateTableRequestJson(_table));
                await raw.PutAsync(_table, item);
            }

            await using var second = await DynoxideServer.StartAsync(database);
            using var again = second.Raw();
            ItemAssert.Equal(item, await again.GetAsync(_table, "SYSTEM#", "#CONFIG"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
