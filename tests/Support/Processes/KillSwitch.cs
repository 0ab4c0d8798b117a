using DynamoNamespace.Tests.Support.Proxy;

namespace DynamoNamespace.Tests.Support.Processes;

/// <summary>
/// Runs the staged worker through a proxy and kills it, with SIGKILL, when a certain request of it arrives there: a
/// place in its work, whatever the machine's speed. The proxy's hook goes on deciding about the other requests.
/// </summary>
/// <param name="proxy">What the worker reaches the engine through; nothing else may send requests there meanwhile.</param>
public sealed class KillSwitch(LoopbackProxy proxy)
{
    private const int KilledExitCode = 128 + 9;

    /// <summary>Runs a command once.</summary>
    /// <param name="arguments">The worker's command line.</param>
    /// <param name="killAt">The request to kill it at, from 1.</param>
    /// <param name="isCarriedOut">Whether that request still reaches the engine.</param>
    public async Task<KilledRun> RunAsync(IEnumerable<string> arguments, int killAt, bool isCarriedOut)
    {
        var hook = proxy.Hook;
        var started = new TaskCompletionSource<ChildProcess>(TaskCreationOptions.RunContinuationsAsynchronously);
        var requests = 0;
        proxy.Hook = async request =>
        {
            if (Interlocked.Increment(ref requests) == killAt)
            {
                (await started.Task).Kill();
                if (!isCarriedOut)
                    return ProxyAction.Cut;
            }

            return hook is null ? ProxyAction.Forward : await hook(request);
        };
        try
        {
            await using var process = WorkerProcess.Start(arguments, DynoxideServer.EnvironmentFor(proxy.EndpointUrl));
            started.SetResult(process);
            var result = await process.WaitAsync();
            await WaitUntilIdleAsync();
            return new KilledRun(result.ExitCode == KilledExitCode, requests, result);
        }
        finally
        {
            proxy.Hook = hook;
        }
    }

    /// <summary>
    /// Runs the same command again and again, each time killed at a request that the seed draws, until it ends by itself.
    /// </summary>
    /// <param name="arguments">The worker's command line.</param>
    /// <param name="seed">What the requests to kill it at are drawn from.</param>
    /// <param name="within">The last request that may be drawn.</param>
    /// <param name="mostKills">After so many it is left to end.</param>
    public async Task<KilledRuns> RunUntilItEndsAsync(IReadOnlyList<string> arguments, int seed, int within, int mostKills)
    {
        var random = new SplitMix64(seed, "kill switch");
        var killedAt = new List<int>();
        while (true)
        {
            var killAt = killedAt.Count < mostKills ? random.Between(1, within) : int.MaxValue;
            var run = await RunAsync(arguments, killAt, isCarriedOut: random.OneIn(2));
            if (!run.WasKilled)
                return new KilledRuns(killedAt, run.Result);
            killedAt.Add(killAt);
        }
    }

    /// <summary>What a killed worker had sent is carried out before anyone looks at the table.</summary>
    private Task WaitUntilIdleAsync() => Patience.UntilAsync(() => proxy.Log.UnderWay == 0, "Not every request was carried out");
}
