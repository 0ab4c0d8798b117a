using Amazon.DynamoDBv2.Model;

namespace DynamoNamespace.Engine.State.Table;

/// <summary>The limits of a plan's runs. The last writer's stay, also where an earlier write arrives late.</summary>
internal sealed class LimitsItem(StateTable table, string partition)
{
    public async Task<string?> ReadAsync(CancellationToken cancellationToken) =>
        (await table.GetAsync(partition, StateKeys.Limits, cancellationToken))?.FindText(StateAttributes.Limits);

    public async Task WriteAsync(string? json, CancellationToken cancellationToken)
    {
        var next = StateValue.NewVersion();
        while (true)
        {
            var version = (await table.GetAsync(partition, StateKeys.Limits, cancellationToken))?.Version;
            if (version == next)
                return;
            var expression = new StateExpression().RequireVersion(version).Set(StateAttributes.Version, next);
            if (json is null)
                expression.Remove(StateAttributes.Limits);
            else
                expression.Set(StateAttributes.Limits, json);
            try
            {
                await table.UpdateAsync(partition, StateKeys.Limits, expression, cancellationToken);
                return;
            }
            catch (ConditionalCheckFailedException)
            {
                // Its answer was lost, or somebody else has written in the same moment.
            }
        }
    }
}
