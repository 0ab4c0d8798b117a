using System.Globalization;

namespace DynamoNamespace.Build.Targets;

/// <param name="Items">How many items the sample table gets, or null for the sample's own number.</param>
/// <param name="Keep">Whether the engine stays up for a look around.</param>
/// <param name="UseWorker">Whether to use the worker instead of the module.</param>
internal sealed record QuickstartOptions(int? Items, bool Keep, bool UseWorker)
{
    public static QuickstartOptions Parse(string[] arguments)
    {
        var options = new QuickstartOptions(Items: null, Keep: false, UseWorker: false);
        for (var i = 0; i < arguments.Length; i++)
        {
            options = arguments[i] switch
            {
                "--keep" => options with { Keep = true },
                "--worker" => options with { UseWorker = true },
                "--items" when i + 1 < arguments.Length && int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var items) && items > 0 => options with { Items = items },
                _ => throw new UsageException($"quickstart does not understand '{string.Join(' ', arguments[i..])}'. Usage: ./dev quickstart [--items N] [--keep] [--worker]"),
            };
            if (string.Equals(arguments[i], "--items", StringComparison.Ordinal))
                i++;
        }

        return options;
    }
}
