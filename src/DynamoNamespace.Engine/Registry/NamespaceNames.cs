using System.Security.Cryptography;
using System.Text;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Registry;

/// <summary>What namespace names and IDs may look like, and how a new ID is made.</summary>
internal static class NamespaceNames
{
    /// <summary>The namespace of the registry itself and of table-wide records.</summary>
    public const string Reserved = "_";

    /// <summary>The forward record's sort key holds the name after this many bytes of its 1,024.</summary>
    private const int MaximumNameBytes = 1024 - 11;

    /// <summary>The reverse record's sort key holds the ID after <c>#NSID#</c>.</summary>
    private const int MaximumIdBytes = 1024 - 6;

    public static void CheckName(string name)
    {
        if (name == Reserved)
            throw Invalid("ReservedNamespace", name, "The namespace '_' is reserved for the registry itself; it can be neither registered nor deleted. Choose another name");
        if (string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl) || Encoding.UTF8.GetByteCount(name) > MaximumNameBytes)
            throw Invalid("InvalidNamespace", name, $"'{name}' is no legal namespace name: it must have 1 to {MaximumNameBytes} bytes of visible text. Choose another name");
    }

    public static void CheckId(string id)
    {
        if (id == Reserved)
            throw Invalid("ReservedNamespace", id, "The namespace ID '_' is reserved for the registry itself. Name another ID");
        if (!IsId(id))
            throw Invalid("InvalidNamespaceId", id, $"'{id}' is no legal namespace ID: 1 to {MaximumIdBytes} bytes without '/' and '#'. See the IDs with Get-DdbNamespace (ddbns namespace list)");
    }

    /// <summary>Whether a text can be a namespace's ID.</summary>
    public static bool IsId(string? id) =>
        id is { Length: > 0 } and not Reserved && id.AsSpan().IndexOfAny('/', '#') < 0 && Encoding.UTF8.GetByteCount(id) <= MaximumIdBytes;

    /// <summary>8 random bytes in base64url without padding, never beginning with '-', which a command line would take for an option.</summary>
    public static string NewId()
    {
        Span<byte> random = stackalloc byte[8];
        while (true)
        {
            RandomNumberGenerator.Fill(random);
            var id = Convert.ToBase64String(random).TrimEnd('=').Replace('+', '-').Replace('/', '_');
            if (id[0] != '-')
                return id;
        }
    }

    private static DdbException Invalid(string errorId, string value, string message) =>
        new(errorId, DdbErrorKind.InvalidArgument, value, message + ". Nothing was changed.");
}
