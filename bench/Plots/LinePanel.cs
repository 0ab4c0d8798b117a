namespace DynamoNamespace.Bench.Plots;

/// <summary>A line of a panel.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Style">Its class, <c>a</c>, <c>b</c> or <c>c</c>.</param>
/// <param name="Points">From left to right.</param>
internal sealed record PlotLine(string Name, string Style, IReadOnlyList<(double X, double Y)> Points);

/// <summary>One diagram: lines over an axis on which each step multiplies, from 0 upwards or, with a wide range, by powers of ten.</summary>
internal sealed record LinePanel(string Title, string XTitle, IReadOnlyList<PlotLine> Lines, Func<double, string> XLabel, bool HasPowers = false)
{
    public const double Width = 300;
    public const double Height = 250;

    private const double Left = 62;
    private const double Right = 28;
    private const double Top = 34;
    private const double Bottom = 46;

    public void Draw(Svg svg, double x0, double y0)
    {
        var places = Lines.SelectMany(line => line.Points.Select(point => point.X)).Distinct().Order().ToList();
        var ticks = HasPowers ? AxisTicks.Powers(Values()) : AxisTicks.FromZero(Values().Max());
        double X(double value) => x0 + Left + ((Width - Left - Right) * Share(Math.Log(value), Math.Log(places[0]), Math.Log(places[^1])));
        double Y(double value) => y0 + Top + ((Height - Top - Bottom) * (1 - (HasPowers
            ? Share(Math.Log10(value), Math.Log10(ticks[0]), Math.Log10(ticks[^1]))
            : Share(value, ticks[0], ticks[^1]))));

        svg.Text(x0 + Left, y0 + 18, Title, style: "title");
        foreach (var tick in ticks)
        {
            svg.Line(x0 + Left, Y(tick), x0 + Width - Right, Y(tick), "grid");
            svg.Text(x0 + Left - 6, Y(tick) + 4, AxisTicks.Label(tick), "end", "quiet");
        }

        foreach (var place in places)
            svg.Text(X(place), y0 + Height - Bottom + 18, XLabel(place), "middle", "quiet");
        svg.Text(x0 + ((Left + Width - Right) / 2), y0 + Height - 8, XTitle, "middle", "quiet");
        foreach (var line in Lines)
        {
            svg.Polyline(line.Points.Select(point => (X(point.X), Y(point.Y))), line.Style);
            foreach (var (x, y) in line.Points)
                svg.Dot(X(x), Y(y), line.Style);
        }
    }

    private IEnumerable<double> Values() => Lines.SelectMany(line => line.Points.Select(point => point.Y));

    private static double Share(double value, double low, double high) => high > low ? (value - low) / (high - low) : 0.5;
}
