using System.Globalization;

namespace DynamoNamespace.Bench;

/// <summary>What to measure.</summary>
/// <param name="Items">Items of the table that rates are measured on.</param>
/// <param name="Repeats">How often each method is run, in turn.</param>
/// <param name="MemorySizes">Tables whose copy's peak memory is measured.</param>
internal sealed record BenchOptions(int Items, int Repeats, IReadOnlyList<int> MemorySizes)
{
    public const string Usage = "Usage: ./dev bench [--items N] [--repeats N] [--memory N,N,…]";

    public static bool TryParse(string[] args, out BenchOptions options, out string problem)
    {
        options = new BenchOptions(20_000, 3, [10_000, 300_000]);
        problem = "";
        for (var index = 0; index < args.Length; index += 2)
        {
            var value = index + 1 < args.Length ? args[index + 1] : "";
            var numbers = value.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToList();
            if (numbers.Exists(number => number == 0) || args[index] is not ("--items" or "--repeats" or "--memory"))
            {
                problem = $"'{args[index]} {value}' is not understood.";
                return false;
            }

            options = args[index] switch
            {
                "--items" => options with { Items = numbers[0] },
                "--repeats" => options with { Repeats = numbers[0] },
                _ => options with { MemorySizes = numbers },
            };
        }

        return true;
    }
}
