using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Activity;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Waits until nobody writes to a table any more, and tells who does.</summary>
[Cmdlet(VerbsLifecycle.Wait, "DdbTableQuiet", SupportsShouldProcess = true,
    HelpUri = HelpPage.Root + "Wait-DdbTableQuiet.md")]
[OutputType("DynamoNamespace.Engine.Activity.DdbTableActivity")]
public sealed class WaitDdbTableQuiet : TableRunCmdlet
{
    /// <summary>For how many seconds nothing must be written.</summary>
    [Parameter]
    [ValidateRange(0.1, 86_400)]
    public double? QuietSeconds { get; set; }

    /// <summary>For how many seconds that is waited for.</summary>
    [Parameter]
    [ValidateRange(0.1, 31_536_000)]
    public double? TimeoutSeconds { get; set; }

    /// <summary>Until when that is waited for.</summary>
    [Parameter]
    public DateTimeOffset? Until { get; set; }

    /// <summary>Lets DynamoDB's own TTL deletions count as writes.</summary>
    [Parameter]
    public SwitchParameter IncludeExpired { get; set; }

    /// <summary>Turns the table's stream on where it is off.</summary>
    [Parameter]
    public SwitchParameter EnableStream { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var action = EnableStream ? "Watch it until it is quiet, with its stream turned on where it is off" : "Watch it until it is quiet";
        if (!ShouldProcess($"Table '{TableName}'", action))
            return;
        Run(ReadOptions, (options, pump, token) => TableQuiet.WaitAsync(
            options, pump, activity => pump.OnStep($"Watch table '{activity.TableName}'", activity.ToString()), token));
    }

    private TableQuietOptions ReadOptions()
    {
        var options = new TableQuietOptions
        {
            TableName = TableName,
            Connection = Connection.Read(),
            Timeout = TimeoutSeconds is { } limit ? TimeSpan.FromSeconds(limit) : null,
            Until = Until,
            IncludeExpired = IncludeExpired,
            EnableStream = EnableStream,
        };
        return QuietSeconds is { } seconds ? options with { QuietTime = TimeSpan.FromSeconds(seconds) } : options;
    }
}
