using System.CommandLine;

namespace DynamoNamespace.Worker.Commands;

/// <summary>The options of what moves items between a table and a file.</summary>
internal sealed class TableFileCommandOptions
{
    public CommonOptions Common { get; } = new();

    public Option<string> Path { get; } = new("--path") { Description = "The file; one whose name ends with .gz is gzip.", Required = true };

    public Option<double?> MaxReadUnits { get; } = new("--max-read-units") { Description = "Read units a second at most. Default: none, or half of what a provisioned table has." };

    public Option<int?> TotalSegments { get; } = new("--total-segments") { Description = "Segments of a scan, 1 to 1,000,000. Default: by the table's size." };

    public Option<int?> ThrottleLimit { get; } = new("--throttle-limit") { Description = "Requests under way at once, at most. Default: 16." };

    public Option<bool> WhatIf { get; } = new("--what-if") { Description = "Check all that can be checked, and write nothing." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Path, MaxReadUnits, TotalSegments, ThrottleLimit, WhatIf })
            command.Options.Add(option);
        Common.AddTo(command);
    }
}
