using System.Runtime;

namespace DynamoNamespace.Bench.Trials;

/// <summary>
/// Runs a piece of work until the runtime has done compiling it: methods are compiled again, with what their first runs have shown, some time after
/// they turned out to be hot, and how soon depends on what else the machine does.
/// </summary>
internal static class WarmUp
{
    private const int MostRounds = 12;

    /// <summary>Rarely used paths go on being compiled now and then.</summary>
    private const int FewMethods = 25;

    public static async Task RunAsync(Func<Task> work)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var compiled = JitInfo.GetCompiledMethodCount();
            await work();
            if (JitInfo.GetCompiledMethodCount() - compiled <= FewMethods)
                return;
        }
    }
}
