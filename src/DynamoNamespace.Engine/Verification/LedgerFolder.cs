using DynamoNamespace.Engine.State;

namespace DynamoNamespace.Engine.Verification;

/// <summary>The folder that a verification's ledger is kept in until the verification has ended: it can be resumed on this machine only.</summary>
internal static class LedgerFolder
{
    private const string Prefix = "verify.ledger-";

    public static string Of(IPlanState state, string runId) => Path.Combine(state.ScratchFolder, Prefix + runId);

    /// <summary>Deletes what earlier verifications of the plan left here.</summary>
    public static void DeleteOthers(IPlanState state, string runId)
    {
        if (!Directory.Exists(state.ScratchFolder))
            return;
        foreach (var folder in Directory.EnumerateDirectories(state.ScratchFolder, Prefix + "*").Where(folder => folder != Of(state, runId)))
            Directory.Delete(folder, recursive: true);
    }
}
