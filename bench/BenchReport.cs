using System.Globalization;

namespace DynamoNamespace.Bench;

/// <summary>Medians and ratios of one run. Rates of this machine mean nothing on another; the ratios do.</summary>
internal sealed class BenchReport(BenchOptions options)
{
    private readonly List<TrialResult> rates = [];
    private readonly List<TrialResult> memory = [];

    public void AddRate(TrialResult result) => rates.Add(result);

    public void AddMemory(TrialResult result) => memory.Add(result);

    public void Print()
    {
        Write($"On the local engine: {options.Items:N0} items, {options.Repeats} runs of each in turn, medians. CPU is the client's alone.");
        Write($"{"",-28}{"items/s",12}{"CPU s/million",16}{"requests/item",16}");
        var serial = Line("serial conditional puts", Trial.Serial);
        var copy = Line("copy", Trial.Copy);
        Write($"{"copy ÷ serial",-28}{copy.Rate / serial.Rate,12:N2}{copy.Cpu / serial.Cpu,16:N2}");
        Write($"");
        Write($"Peak resident memory of a copy:");
        foreach (var result in memory)
            Write($"{result.Items,12:N0} items{result.PeakBytes / 1024.0 / 1024.0,12:N1} MB{result.Items / result.Seconds,12:N0} items/s{result.CpuSeconds * 1e6 / result.Items,12:N1} CPU s/million");
    }

    private (double Rate, double Cpu) Line(string title, string method)
    {
        var results = rates.Where(result => result.Method == method).ToList();
        var rate = Median(results.Select(result => result.Items / result.Seconds));
        var cpu = Median(results.Select(result => result.CpuSeconds * 1e6 / result.Items));
        var requests = Median(results.Select(result => (double)result.Requests / result.Items));
        Write($"{title,-28}{rate,12:N0}{cpu,16:N1}{requests,16:N3}");
        return (rate, cpu);
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }

    private static void Write(FormattableString line) => Console.Out.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
