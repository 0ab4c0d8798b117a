using System.Globalization;
using System.Text;

namespace DynamoNamespace.Bench.Plots;

/// <summary>Writes a plain SVG whose colours suit a light and a dark page.</summary>
internal sealed class Svg
{
    /// <summary>The classes <c>a</c>, <c>b</c> and <c>c</c> are the series; the background is the page's own.</summary>
    private const string Style =
        """
        <style>
          text { font: 12px system-ui, sans-serif; fill: #1f2328 }
          .title { font-size: 14px; font-weight: 600 }
          .quiet { fill: #59636e }
          .grid { stroke: #59636e; stroke-opacity: .25 }
          .line { fill: none; stroke-width: 2 }
          .a { stroke: #0969da; fill: #0969da } .b { stroke: #bc4c00; fill: #bc4c00 } .c { stroke: #59636e; fill: #59636e }
          .line.a, .line.b, .line.c { fill: none }
          .bar { stroke: none }
          @media (prefers-color-scheme: dark) {
            text { fill: #f0f6fc }
            .quiet { fill: #9198a1 } .grid { stroke: #9198a1 }
            .a { stroke: #58a6ff; fill: #58a6ff } .b { stroke: #f0883e; fill: #f0883e } .c { stroke: #9198a1; fill: #9198a1 }
          }
        </style>

        """;

    private readonly StringBuilder body = new();
    private readonly double width;
    private readonly double height;
    private readonly string title;

    public Svg(double width, double height, string title) => (this.width, this.height, this.title) = (width, height, title);

    public void Text(double x, double y, string text, string anchor = "start", string style = "") =>
        Append($"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\" class=\"{style}\">{Escape(text)}</text>\n");

    public void Line(double x1, double y1, double x2, double y2, string style) =>
        Append($"<line x1=\"{x1:0.#}\" y1=\"{y1:0.#}\" x2=\"{x2:0.#}\" y2=\"{y2:0.#}\" class=\"{style}\"/>\n");

    public void Polyline(IEnumerable<(double X, double Y)> points, string style) =>
        Append($"<polyline points=\"{string.Join(' ', points.Select(point => FormattableString.Invariant($"{point.X:0.#},{point.Y:0.#}")))}\" class=\"line {style}\"/>\n");

    public void Dot(double x, double y, string style) => Append($"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"3\" class=\"{style}\"/>\n");

    public void Bar(double x, double y, double barWidth, double barHeight, string style) =>
        Append($"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{barWidth:0.#}\" height=\"{barHeight:0.#}\" class=\"bar {style}\"/>\n");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:0} {height:0}\" width=\"{width:0}\" height=\"{height:0}\" role=\"img\">\n<title>{Escape(title)}</title>\n{Style}{body}</svg>\n");

    private void Append(FormattableString text) => body.Append(text.ToString(CultureInfo.InvariantCulture));

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
