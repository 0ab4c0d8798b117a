using System.Text.Json;
using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.RateControl;
using DynamoNamespace.Engine.State;

namespace DynamoNamespace.Engine.Migration;

/// <summary>The limits that are stored with a plan and apply to each of its runs, on whichever machine.</summary>
public sealed record DdbMigrationLimit
{
    /// <summary>The table.</summary>
    public required string TableName { get; init; }

    /// <summary>The table that the copies stand in.</summary>
    public required string TargetTableName { get; init; }

    /// <summary>The namespace's name; null for a mapping without namespaces.</summary>
    public string? Namespace { get; init; }

    /// <summary>The namespace's ID; null for a mapping without namespaces.</summary>
    public string? NamespaceId { get; init; }

    /// <summary>The mapping, as it was named.</summary>
    public required string Mapping { get; init; }

    /// <summary>Read units a second at most; null where each run's own limit applies.</summary>
    public double? MaxReadUnits { get; init; }

    /// <summary>Write units a second at most; null where each run's own limit applies.</summary>
    public double? MaxWriteUnits { get; init; }

    /// <summary>How many requests are under way at once, at most; null where each run's own limit applies.</summary>
    public int? ThrottleLimit { get; init; }

    /// <summary>The table that holds the plan's state; null where a folder does.</summary>
    public string? StateTableName { get; init; }
}

/// <summary>Reads and changes the limits that are stored with a plan.</summary>
public static class MigrationLimits
{
    private static readonly string[] Names = ["maxReadUnits", "maxWriteUnits", "throttleLimit"];

    /// <summary>
    /// Stores the limits of these options, and leaves the others as they are stored. Runs that are at work apply them within seconds.
    /// </summary>
    /// <param name="options">The plan, and the limits; those that are null stay as they are stored.</param>
    /// <param name="reset">Whether the stored limits are removed first, so that each run's own apply.</param>
    /// <param name="observer">Receives details.</param>
    /// <param name="cancellationToken">Stops before anything is stored.</param>
    /// <exception cref="DdbException">The plan has no state, or a limit is not valid; nothing was changed.</exception>
    public static Task<DdbMigrationLimit> SetAsync(MigrationOptions options, bool reset, IRunObserver observer, CancellationToken cancellationToken) =>
        MigrationSession.RunAsync(options with { DryRun = true }, observer, TimeProvider.System, async session =>
        {
            await RequirePlanAsync(session, cancellationToken);
            var stored = reset ? [] : Parse(await session.State.ReadLimitsAsync(cancellationToken));
            foreach (var (name, value) in new (string, JsonNode?)[] { (Names[0], options.MaxReadUnits), (Names[1], options.MaxWriteUnits), (Names[2], options.ThrottleLimit) })
            {
                if (value is not null)
                    stored[name] = value;
            }

            var json = stored.Count == 0 ? null : stored.ToJsonString();
            if (json is not null)
                RequireValid(json, session);
            await session.State.WriteLimitsAsync(json, cancellationToken);
            return Describe(session, stored);
        }, cancellationToken);

    /// <summary>The limits that are stored with a plan.</summary>
    /// <exception cref="DdbException">The plan has no state.</exception>
    public static Task<DdbMigrationLimit> ReadAsync(MigrationOptions options, IRunObserver observer, CancellationToken cancellationToken) =>
        MigrationSession.RunAsync(options with { DryRun = true }, observer, TimeProvider.System, async session =>
        {
            await RequirePlanAsync(session, cancellationToken);
            return Describe(session, Parse(await session.State.ReadLimitsAsync(cancellationToken)));
        }, cancellationToken);

    private static async Task RequirePlanAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        await StateHomeMark.RequireAsync(session, cancellationToken);
        if (await session.State.ReadPlanAsync(cancellationToken) is null)
        {
            throw new DdbException("NoMigrationRun", DdbErrorKind.NotFound, session.Table.Name,
                $"No operation of this plan on table '{session.Table.Name}' has begun, as far as {session.State.Location} knows, so that there is nothing to limit. Give the limits to the command that begins it; nothing was changed.");
        }
    }

    private static void RequireValid(string json, MigrationSession session)
    {
        try
        {
            LimitsDocument.Read(json, session.Rate.Own);
        }
        catch (FormatException error)
        {
            throw new DdbException("InvalidLimit", DdbErrorKind.InvalidArgument, session.Table.Name, $"The limits cannot be stored: {error.Message}. Nothing was changed.", error);
        }
    }

    private static JsonObject Parse(string? json)
    {
        try
        {
            return json is null ? [] : JsonNode.Parse(json, documentOptions: new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            // A run warns of it; whatever is stored now takes its place.
            return [];
        }
    }

    private static DdbMigrationLimit Describe(MigrationSession session, JsonObject stored) => new()
    {
        TableName = session.Table.Name,
        TargetTableName = session.Target.Table.Name,
        Namespace = session.Namespace?.Name,
        NamespaceId = session.Namespace?.NamespaceId,
        Mapping = session.Options.Mapping,
        MaxReadUnits = (double?)stored[Names[0]],
        MaxWriteUnits = (double?)stored[Names[1]],
        ThrottleLimit = (int?)stored[Names[2]],
        StateTableName = session.Store.Home.TableName,
    };
}
