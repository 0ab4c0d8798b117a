using System.Text.Json;

namespace DynamoNamespace.Build.Testing;

/// <summary>How one file of Pester tests ended.</summary>
/// <param name="Passed">Its tests that passed.</param>
/// <param name="Failed">Its tests that failed.</param>
/// <param name="Skipped">Its tests that did not run, for a reason of their own.</param>
/// <param name="SkipReasons">Why, once for each of them.</param>
/// <param name="IsBroken">Whether the file, or a block of it, failed outside a test.</param>
internal sealed record PesterFile(int Passed, int Failed, int Skipped, IReadOnlyList<string> SkipReasons, bool IsBroken)
{
    /// <summary>Whether its counts leave a failure out.</summary>
    public bool HidesFailure => IsBroken && Failed == 0;

    /// <summary>What a session wrote about a file; a file that no session came to the end of is broken.</summary>
    public static PesterFile Read(string results, string file)
    {
        var path = Path.Combine(results, Path.GetFileName(file) + ".json");
        return File.Exists(path)
            ? JsonSerializer.Deserialize<PesterFile>(File.ReadAllBytes(path))!
            : new(0, 0, 0, [], IsBroken: true);
    }
}
