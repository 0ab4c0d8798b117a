using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.RateControl;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.State;

/// <summary>
/// Marks a plan's tables with the store that holds its state, as a tag that every machine sees, so that a plan is never kept in two stores that know nothing
/// of each other. A target table is marked with the plan, so that another plan into it is refused.
/// </summary>
internal static class StateHomeMark
{
    private const string SourcePrefix = "dynamonamespace:plan-";
    private const string TargetKey = "dynamonamespace:target-of";
    private const int MaximumValue = 256;

    /// <summary>Refuses a plan whose tables are marked with another store or plan, or whose store has lost it.</summary>
    /// <exception cref="DdbException">
    /// <c>StateIsElsewhere</c>, <c>StateIsGone</c>, <c>TargetOfAnotherPlan</c>, or tags cannot be read. Nothing was changed.
    /// </exception>
    public static async Task RequireAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        var key = SourcePrefix + session.Plan.Id;
        if (await SourceOf(session).ReadAsync(cancellationToken) is { } tags && tags.TryGetValue(key, out var marked))
        {
            var home = Parse(marked);
            if (!home.IsSame(session.Store.Home))
                throw Elsewhere(session, home, key);
            // The mark is written when the plan is stored, so a plan that is not there was lost, and with it what is known of deletes.
            if (await session.State.ReadPlanAsync(cancellationToken) is null)
                throw Gone(session, home, key);
        }

        if (HasOwnTarget(session) && await TargetOf(session).ReadAsync(cancellationToken) is { } targetTags
            && targetTags.TryGetValue(TargetKey, out var plan) && !string.Equals(plan, session.Plan.Id, StringComparison.Ordinal))
        {
            throw OfAnotherPlan(session, plan);
        }
    }

    /// <summary>Marks the tables of a plan, if they have no mark yet. To be called with the first lease held, and before anything is changed.</summary>
    /// <exception cref="DdbException">Another machine marked them first, or tags cannot be written. Nothing was changed.</exception>
    public static async Task WriteAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        var key = SourcePrefix + session.Plan.Id;
        var isMarked = await MarkAsync(SourceOf(session), key, Write(session.Store.Home), cancellationToken);
        if (HasOwnTarget(session))
            isMarked |= await MarkAsync(TargetOf(session), TargetKey, session.Plan.Id, cancellationToken);
        if (isMarked)
            await RequireAsync(session, cancellationToken);
    }

    /// <summary>Lets other plans write into the target again.</summary>
    public static async Task ReleaseTargetAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        if (HasOwnTarget(session) && await TargetOf(session).ReadAsync(cancellationToken) is { } tags && tags.ContainsKey(TargetKey))
            await TargetOf(session).RemoveAsync(TargetKey, cancellationToken);
    }

    private static async Task<bool> MarkAsync(Tags tags, string key, string value, CancellationToken cancellationToken)
    {
        if (await tags.ReadAsync(cancellationToken) is not { } known || known.ContainsKey(key))
            return false;
        await tags.WriteAsync(key, value, cancellationToken);
        return true;
    }

    /// <summary>Tenants of a shared table are plans of their own, each under its namespace.</summary>
    private static bool HasOwnTarget(MigrationSession session) => !session.IsOneTable && session.Namespace is null && !session.Options.AllowNonEmptyTarget;

    private static Tags SourceOf(MigrationSession session) => new(session.Client, session.Table, session.Time);

    private static Tags TargetOf(MigrationSession session) => new(session.TargetClient, session.Target.Table, session.Time);

    private static DdbException OfAnotherPlan(MigrationSession session, string plan) => new("TargetOfAnotherPlan", DdbErrorKind.InvalidState, session.Target.Table.Name,
        $"Table '{session.Target.Table.Name}' is already the target of another plan ({plan}), as its tag '{TargetKey}' says. Nothing was changed. Use the source, mapping and variables of that plan, "
        + $"name another target, or give -AllowNonEmptyTarget (--allow-non-empty-target) if two plans should write into it. If that plan is over, remove the tag: aws dynamodb untag-resource --resource-arn {session.Target.Table.Arn} --tag-keys {TargetKey}");

    private static DdbException Elsewhere(MigrationSession session, StateHome home, string key) => new("StateIsElsewhere", DdbErrorKind.InvalidState, session.Table.Name,
        $"The state of this plan on table '{session.Table.Name}' is kept in {Describe(home)}, as the table's tag '{key}' says, and this command would use {Describe(session.Store.Home)}. "
        + "What one of them knows of deletes, the other does not, so items could be lost. Nothing was changed. "
        + $"{WayTo(home)}. "
        + $"If that state is gone for good, remove the tag: aws dynamodb untag-resource --resource-arn {session.Table.Arn} --tag-keys {key}");

    private static DdbException Gone(MigrationSession session, StateHome home, string key) => new("StateIsGone", DdbErrorKind.InvalidState, session.Table.Name,
        $"The state of this plan on table '{session.Table.Name}' was kept in {Describe(home)}, as the table's tag '{key}' says, and is not there any more. "
        + "Without it nobody knows which old items the migration has deleted, so a catch-up could delete their copies. Nothing was changed. Restore it from a backup. "
        + $"To begin the plan anew without it, run no catch-up for changes of the last 24 hours, and remove the tag: aws dynamodb untag-resource --resource-arn {session.Table.Arn} --tag-keys {key}");

    private static string Describe(StateHome home) => home.Kind switch
    {
        StateHome.Table => $"table '{home.Id}'",
        StateHome.Folder => $"folder {home.Where} (ID {home.Id})",
        _ => $"'{home.Where}', which this version does not understand",
    };

    private static string WayTo(StateHome home) => home.Kind switch
    {
        StateHome.Table => $"Name the table with -StateTableName {home.Id} (--state-table {home.Id}) and no checkpoint path",
        StateHome.Folder => "Name that folder with -CheckpointPath (--checkpoint-path), on the machine that has it",
        _ => "Use the version of this module that wrote it",
    };

    private static string Write(StateHome home)
    {
        var text = home.Kind == StateHome.Table ? $"{home.Kind}/{home.Id}" : $"{home.Kind}/{home.Id}/{Allowed($"{Environment.MachineName}:{home.Where}")}";
        return text.Length <= MaximumValue ? text : text[..MaximumValue];
    }

    private static StateHome Parse(string value) => value.Split('/', 3) switch
    {
        [StateHome.Table, { Length: > 0 } id] => new StateHome(StateHome.Table, id, id),
        [StateHome.Folder, { Length: > 0 } id, ..] parts => new StateHome(StateHome.Folder, id, parts.Length > 2 ? $"'{parts[2]}'" : ""),
        _ => new StateHome("", "", value),
    };

    /// <summary>Tag values hold letters, digits, spaces and <c>+ - = . _ : / @</c>
    /// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Tagging.html).</summary>
    private static string Allowed(string text) =>
        string.Concat(text.Select(character => char.IsAsciiLetterOrDigit(character) || " +-=._:/@".Contains(character, StringComparison.Ordinal) ? character : '_'));

    /// <summary>The tags of one table.</summary>
    private sealed class Tags(DynamoDbClient client, TableDescriptor table, TimeProvider time)
    {
        /// <summary>Null where the engine offers no tags.</summary>
        public async Task<Dictionary<string, string>?> ReadAsync(CancellationToken cancellationToken)
        {
            var tags = new Dictionary<string, string>(StringComparer.Ordinal);
            string? next = null;
            do
            {
                ListTagsOfResourceResponse page;
                try
                {
                    page = await PatientlyAsync(() => client.ListTagsOfResourceAsync(new ListTagsOfResourceRequest { ResourceArn = table.Arn, NextToken = next }, cancellationToken), cancellationToken);
                }
                catch (Exception error) when (AwsErrors.IsNotOffered(error))
                {
                    return null;
                }
                catch (Exception error) when (AwsErrors.IsAccessDenied(error))
                {
                    throw Denied("dynamodb:ListTagsOfResource", error);
                }

                foreach (var tag in page.Tags ?? [])
                    tags[tag.Key] = tag.Value;
                next = page.NextToken;
            }
            while (!string.IsNullOrEmpty(next));
            return tags;
        }

        public async Task WriteAsync(string key, string value, CancellationToken cancellationToken)
        {
            try
            {
                await SendAsync("TagResource", new { ResourceArn = table.Arn, Tags = new[] { new { Key = key, Value = value } } }, cancellationToken);
            }
            catch (Exception error) when (AwsErrors.IsAccessDenied(error))
            {
                throw Denied("dynamodb:TagResource", error);
            }
        }

        public Task RemoveAsync(string key, CancellationToken cancellationToken) =>
            SendAsync("UntagResource", new { ResourceArn = table.Arn, TagKeys = new[] { key } }, cancellationToken);

        /// <summary>
        /// As bytes: the SDK does not read the body of these responses, so that it refuses one that has a body and its checksum, as local engines send it
        /// (seen with AWSSDK.DynamoDBv2 4.1.0 and dynoxide 1.2.1; AWS sends none).
        /// </summary>
        private async Task SendAsync<T>(string operation, T body, CancellationToken cancellationToken) =>
            (await PatientlyAsync(() => client.SendAsync(operation, JsonSerializer.SerializeToUtf8Bytes(body), cancellationToken), cancellationToken)).Dispose();

        /// <summary>Sends a call, and again while its error is one that passes: to write or remove a tag twice does no harm.</summary>
        private async Task<T> PatientlyAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await call();
                }
                catch (Exception error) when (!cancellationToken.IsCancellationRequested && AwsErrors.IsTransient(error) && attempt < Backoff.MaximumAttempts)
                {
                    client.Counters.CountRetry();
                }

                await Backoff.WaitAsync(attempt, time, cancellationToken);
            }
        }

        private DdbException Denied(string action, Exception error) => new("StateMarkRefused", DdbErrorKind.PermissionDenied, table.Name,
            $"The caller may not call {action} on table '{table.Name}', which says where a plan's state is kept: {error.Message.TrimEnd('.')}. "
            + "Without it, two machines could each keep a state of their own and lose items. Allow dynamodb:ListTagsOfResource and dynamodb:TagResource on the table, then run the same command again; nothing was changed.", error);
    }
}
