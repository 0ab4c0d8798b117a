using System.Text.Json;
using System.Threading.Channels;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Files;

/// <summary>
/// One task reads the file, others put what it reads, so that memory depends on their number and not on the file. The file must still be the one that
/// was proven.
/// </summary>
internal sealed class ImportPipeline(TableFileSession session, string path, string provenSha256, ImportCounters counters)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var batches = Channel.CreateBounded<ImportBatch>(session.Layout.Writers);
        var mode = new WriteMode(dryRun: false, session.Observer);
        using var group = new TaskGroup(cancellationToken);
        group.Start(async token =>
        {
            await ReadAsync(batches.Writer, token);
            batches.Writer.Complete();
        });
        for (var index = 0; index < session.Layout.Writers; index++)
        {
            var importer = new ItemImporter(session.Calls, counters, mode, session.Time);
            group.Start(async token =>
            {
                await foreach (var batch in batches.Reader.ReadAllAsync(token))
                {
                    using (batch)
                        await importer.WriteAsync(batch, token);
                }
            });
        }

        await group.WaitAsync();
    }

    private async Task ReadAsync(ChannelWriter<ImportBatch> batches, CancellationToken cancellationToken)
    {
        using var reader = TableFileReader.Open(path);
        var batch = new ImportBatch();
        try
        {
            while (reader.TryRead(out var line))
            {
                batch.Add(TableFileLine.Read(line.Span, batch.Block));
                counters.CountRead();
                if (!batch.IsFull(session.Layout.BatchSize))
                    continue;
                await batches.WriteAsync(batch, cancellationToken);
                batch = new ImportBatch();
            }
        }
        catch (Exception error) when (error is InvalidDataException or JsonException)
        {
            throw TableFileErrors.Changed(path);
        }

        // The last batch is kept back until the file is known to be the one that was proven.
        if (reader.Finish() != provenSha256)
            throw TableFileErrors.Changed(path);
        await batches.WriteAsync(batch, cancellationToken);
    }
}
