using System.CommandLine;
using System.Globalization;

namespace DynamoNamespace.Build.CommandLines;

/// <summary>
/// Options with a value. System.CommandLine takes any text for one, the name of the next option included, so each of
/// these refuses an empty value and one that looks like an option.
/// </summary>
internal static class ValueOption
{
    public static Option<string?> Text(string name, string value, string description) =>
        Create<string?>(name, value, description, text => text);

    public static Option<int?> Number(string name, string description, int least = 1) =>
        Create<int?>(name, "N", description, text => ToNumber(text, least));

    public static Option<IReadOnlyList<int>?> Numbers(string name, string description, int least = 1) =>
        Create<IReadOnlyList<int>?>(
            name, "N,…", description, text => [.. text.Split(',').Select(part => ToNumber(part, least))]);

    /// <summary>A list with commas between its words.</summary>
    public static Option<IReadOnlyList<string>?> Words(
        string name, string value, string description, params string[] known) =>
        Create<IReadOnlyList<string>?>(
            name, value, description, text => [.. text.Split(',').Select(word => ToKnown(word, known))]);

    private static Option<T> Create<T>(string name, string value, string description, Func<string, T> read) => new(name)
    {
        Description = description,
        HelpName = value,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            try
            {
                return read(Checked(text));
            }
            catch (FormatException refusal)
            {
                result.AddError($"The option '{name}' does not take the value '{text}': {refusal.Message}");
                return default!;
            }
        },
    };

    private static string Checked(string text) => text switch
    {
        _ when string.IsNullOrWhiteSpace(text) => throw new FormatException("it is empty."),
        ['-', '-', ..] => throw new FormatException("it looks like another option."),
        _ => text,
    };

    /// <summary>A word is known where no list of known words is given.</summary>
    private static string ToKnown(string word, string[] known) =>
        known.Length == 0 || known.Contains(word, StringComparer.Ordinal)
            ? word
            : throw new FormatException($"'{word}' is not one of {string.Join(", ", known)}.");

    private static int ToNumber(string text, int least) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new FormatException($"it is not a whole number from {least}.");
}
