using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace DynamoNamespace.Engine.Aws.Services;

/// <summary>Reads the query protocol's XML by local names: emulators differ in the namespace that they declare.</summary>
internal static class ServiceXml
{
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit };

    /// <exception cref="XmlException">It is no XML.</exception>
    public static XElement Parse(byte[] body)
    {
        using var reader = XmlReader.Create(new MemoryStream(body), Settings);
        return XElement.Load(reader);
    }

    public static XElement? Child(this XElement element, string name) => element.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    public static XElement? Descendant(this XElement element, string name) => element.Descendants().FirstOrDefault(child => child.Name.LocalName == name);

    /// <summary>A member's text; null where it is absent or empty.</summary>
    public static string? Text(this XElement element, string name) => element.Child(name)?.Value is { Length: > 0 } text ? text : null;

    /// <summary>The elements of a list.</summary>
    public static IEnumerable<XElement> Members(this XElement element, string list) =>
        element.Child(list)?.Elements().Where(child => child.Name.LocalName == "member") ?? [];

    public static bool Flag(this XElement element, string name) => string.Equals(element.Text(name), "true", StringComparison.OrdinalIgnoreCase);

    public static DateTimeOffset? Time(this XElement element, string name) =>
        DateTimeOffset.TryParse(element.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
