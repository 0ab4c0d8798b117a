using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Tables;

/// <summary>Stops a run, as Ctrl+C does, when a certain request of it passes the proxy.</summary>
internal static class StoppedRun
{
    public static async Task<T> StopAtAsync<T>(this MigratingTable table, string operation, int number, Func<CancellationToken, Task<MigrationRun<T>>> run)
    {
        var stopped = await table.CancelAtAsync(operation, number, run);
        Assert.True(stopped.IsInterrupted);
        Assert.Equal("MigrationInterrupted", stopped.Error!.ErrorId);
        return stopped.Result;
    }

    public static async Task<T> CancelAtAsync<T>(this MigratingTable table, string operation, int number, Func<CancellationToken, Task<T>> run)
    {
        using var stop = new CancellationTokenSource();
        table.Proxy.Log.Clear();
        table.Proxy.Hook = async request =>
        {
            if (request.Operation == operation && request.NumberOfOperation == number)
                await stop.CancelAsync();
            return ProxyAction.Forward;
        };
        try
        {
            return await run(stop.Token);
        }
        finally
        {
            Assert.True(stop.IsCancellationRequested, $"{operation} {number} never came.");
            table.Proxy.Hook = null;
            // What had been sent is carried out before anyone looks at the table.
            await Patience.UntilAsync(() => table.Proxy.Log.UnderWay == 0, "Not every request was carried out");
            table.Proxy.Log.Clear();
        }
    }
}
