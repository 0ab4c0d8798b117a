using System.Text;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>Reads and writes template files: UTF-8, to the byte.</summary>
internal static class TemplateFile
{
    /// <summary>Neither adds a byte order mark nor drops one, and takes no byte for another.</summary>
    public static Encoding Encoding { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Read(string path)
    {
        try
        {
            return Encoding.GetString(File.ReadAllBytes(path));
        }
        catch (DecoderFallbackException error)
        {
            throw new DdbException("TemplateUnreadable", DdbErrorKind.InvalidArgument, path,
                $"The template '{path}' is not in UTF-8. Nothing was written; save it in UTF-8 and run the same command again.", error);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DdbException("TemplateNotFound", DdbErrorKind.NotFound, path,
                $"There is no template '{path}'. Nothing was written; give the path of a template's file.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DdbException("TemplateUnreadable", DdbErrorKind.InvalidArgument, path,
                $"The template '{path}' cannot be read: {error.Message.TrimEnd('.')}. Nothing was written; give the path of a file that can be read.", error);
        }
    }

    /// <summary>Refuses a file that is there.</summary>
    public static void RequireNew(string output, string? source)
    {
        if (!File.Exists(output))
            return;
        var reason = source is not null && IsSame(output, source) ? "is the template itself" : "exists already";
        throw new DdbException("TemplateOutputExists", DdbErrorKind.AlreadyExists, output,
            $"The file '{output}' {reason}. Nothing was written; name another file, or replace it with -Force (--force).");
    }

    /// <summary>Whether two paths lead to one file.</summary>
    public static bool IsSame(string left, string right)
    {
        var comparison = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return string.Equals(Follow(left), Follow(right), comparison);
    }

    /// <summary>Writes to a temporary file beside it, flushes that to disk, and renames it. A link stays one.</summary>
    public static void Write(string path, string text)
    {
        try
        {
            var target = Follow(path);
            var temporary = $"{target}.{Guid.NewGuid():N}.new";
            try
            {
                WriteFlushed(temporary, text);
                if (!OperatingSystem.IsWindows() && File.Exists(target))
                    File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
                File.Move(temporary, target, overwrite: true);
            }
            finally
            {
                File.Delete(temporary);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DdbException("TemplateNotWritable", DdbErrorKind.InvalidArgument, path,
                $"The converted template cannot be written to '{path}': {error.Message.TrimEnd('.')}. What was there is as it was; name a file in a folder that can be written to.", error);
        }
    }

    private static void WriteFlushed(string path, string text)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        file.Write(Encoding.GetBytes(text));
        file.Flush(flushToDisk: true);
    }

    private static string Follow(string path)
    {
        var full = Path.GetFullPath(path);
        return File.Exists(full) ? File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full : full;
    }
}
