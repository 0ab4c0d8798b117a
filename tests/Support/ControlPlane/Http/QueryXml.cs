using System.Xml.Linq;

namespace DynamoNamespace.Tests.Support.ControlPlane.Http;

/// <summary>The members of query answers. What is null is left out.</summary>
internal static class QueryXml
{
    public static XElement? Text(string name, string? value) => value is null ? null : new XElement(name, value);

    public static XElement Flag(string name, bool value) => new(name, value ? "true" : "false");

    public static XElement Number(string name, long value) => new(name, value);

    public static XElement? Time(string name, DateTimeOffset? value) =>
        value is { } time ? new XElement(name, time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'")) : null;

    public static XElement Texts(string name, IEnumerable<string> values) =>
        new(name, values.Select(value => new XElement("member", value)));

    public static XElement List<T>(string name, IEnumerable<T> values, Func<T, IEnumerable<XElement?>> members) =>
        new(name, values.Select(value => new XElement("member", members(value))));

    public static XElement Structure(string name, params XElement?[] members) => new(name, members.OfType<XElement>());

    public static XElement Tags(string name, IReadOnlyDictionary<string, string> tags) =>
        List(name, tags, tag => [Text("Key", tag.Key), Text("Value", tag.Value)]);
}
