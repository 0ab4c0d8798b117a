namespace DynamoNamespace.Bench.Plots;

/// <summary>One comparison as bars below each other, the longest as wide as the panel.</summary>
internal sealed record BarPanel(string Title, IReadOnlyList<(string Name, double Value, string Label, string Style)> Bars)
{
    private const double NameWidth = 200;
    private const double LabelWidth = 120;
    private const double BarHeight = 16;
    private const double Gap = 8;
    private const double Top = 28;

    public double Height => Top + (Bars.Count * (BarHeight + Gap)) + 16;

    public void Draw(Svg svg, double x0, double y0, double width)
    {
        svg.Text(x0, y0 + 16, Title, style: "title");
        var highest = Bars.Max(bar => bar.Value);
        var y = y0 + Top;
        foreach (var (name, value, label, style) in Bars)
        {
            var length = (width - NameWidth - LabelWidth) * value / highest;
            svg.Text(x0 + NameWidth - 8, y + 12, name, "end");
            svg.Bar(x0 + NameWidth, y, length, BarHeight, style);
            svg.Text(x0 + NameWidth + length + 6, y + 12, label, style: "quiet");
            y += BarHeight + Gap;
        }
    }
}
