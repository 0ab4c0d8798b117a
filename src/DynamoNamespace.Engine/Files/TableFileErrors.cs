using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Files;

/// <summary>The errors of a file of items.</summary>
internal static class TableFileErrors
{
    public static DdbException NotWritable(string path, Exception error) => new("FileNotWritable", DdbErrorKind.InvalidState, path,
        $"The file '{path}' cannot be written: {error.Message.TrimEnd('.')}. Nothing is left under that name that was not there before. Make room or name another path, then run the same command again.", error);

    public static DdbException NotReadable(string path, Exception error) => new("FileNotReadable", DdbErrorKind.InvalidState, path,
        $"The file '{path}' cannot be read: {error.Message.TrimEnd('.')}. Check the path and its permissions, then run the same command again.", error);

    /// <summary>The file is not what its manifest says.</summary>
    public static DdbException Altered(string path, string reason, Exception? inner = null) => new("FileAltered", DdbErrorKind.InvalidArgument, path,
        $"The file '{path}' is not the one that its manifest describes: {reason}. Copy it again from where it was exported to, with its manifest, or export the table again. Nothing was changed.", inner);

    /// <summary>The file is no file of items, or has items that the table cannot take.</summary>
    public static DdbException Invalid(string path, string reason, Exception? inner = null) => new("FileInvalid", DdbErrorKind.InvalidArgument, path,
        $"The file '{path}' cannot be imported: {reason}. Nothing was changed.", inner);

    public static DdbException Changed(string path) => new("FileAltered", DdbErrorKind.InvalidState, path,
        $"The file '{path}' was changed while it was being imported. What had been put stays, and nothing was overwritten. See who writes the file, and look at the table before you run the same command again.");
}
