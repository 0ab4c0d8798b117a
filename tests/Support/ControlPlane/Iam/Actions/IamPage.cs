using System.Globalization;
using System.Text;
using System.Xml.Linq;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.Iam.Actions;

/// <summary>IAM's paging: MaxItems and Marker in, IsTruncated and Marker out.</summary>
internal static class IamPage
{
    private const int DefaultSize = 100;

    public static IEnumerable<XElement?> Of<T>(AwsRequest request, string name, IEnumerable<T> all, Func<T, IEnumerable<XElement?>> members) =>
        Of(request, all, page => QueryXml.List(name, page, members));

    public static IEnumerable<XElement?> OfTexts(AwsRequest request, string name, IEnumerable<string> all) =>
        Of(request, all, page => QueryXml.Texts(name, page));

    private static IEnumerable<XElement?> Of<T>(AwsRequest request, IEnumerable<T> all, Func<IReadOnlyList<T>, XElement> write)
    {
        var size = request.Parameters.Number("MaxItems") ?? DefaultSize;
        if (size is < 1 or > 1000)
            throw AwsException.Validation($"1 validation error detected: Value '{size}' at 'maxItems' failed to satisfy constraint: Member must have value less than or equal to 1000");
        var items = all.ToList();
        var start = Start(request.Parameters.Text("Marker"));
        var isTruncated = start + size < items.Count;
        return
        [
            QueryXml.Flag("IsTruncated", isTruncated),
            write([.. items.Skip(start).Take(size)]),
            isTruncated ? QueryXml.Text("Marker", Convert.ToBase64String(Encoding.ASCII.GetBytes($"from-{start + size}"))) : null,
        ];
    }

    private static int Start(string? marker)
    {
        if (marker is null)
            return 0;
        var bytes = new byte[marker.Length];
        return Convert.TryFromBase64String(marker, bytes, out var length)
            && Encoding.ASCII.GetString(bytes, 0, length) is var text && text.StartsWith("from-", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var start)
                ? start
                : throw AwsException.Validation("Invalid Marker.");
    }
}
