using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Checkpoints;

/// <summary>Refuses to resume a run with other settings than it began with.</summary>
internal static class CheckpointCompatibility
{
    public static void RequireSettings(Checkpoint checkpoint, IReadOnlyDictionary<string, string> settings, string name)
    {
        foreach (var (setting, value) in settings)
        {
            var there = checkpoint.Settings.GetValueOrDefault(setting, "");
            if (!string.Equals(there, value, StringComparison.Ordinal))
            {
                throw new DdbException("CheckpointOfOtherSettings", DdbErrorKind.InvalidState, name,
                    $"The run in the checkpoint '{name}' was started with {setting} {there}, and this command has {setting} {value}. Give the same setting to resume it, or -Restart (--restart) to start over; nothing was changed.");
            }
        }
    }
}
