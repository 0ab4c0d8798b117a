using System.Globalization;

namespace DynamoNamespace.Bench;

/// <summary>A command line of <c>--name value</c> pairs and <c>--flag</c>s.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    /// <param name="arguments">What the user gave.</param>
    /// <param name="names">The options that have a value.</param>
    /// <param name="flags">The options that have none.</param>
    /// <exception cref="UsageException">An option is not known, has no value, or is given twice.</exception>
    public Arguments(IReadOnlyList<string> arguments, IReadOnlyList<string> names, IReadOnlyList<string> flags)
    {
        for (var index = 0; index < arguments.Count; index++)
        {
            var name = arguments[index];
            var isFlag = flags.Contains(name, StringComparer.Ordinal);
            if (!isFlag && !names.Contains(name, StringComparer.Ordinal))
                throw new UsageException($"The benchmark does not know '{name}' here. It knows {string.Join(", ", [.. names, .. flags])}.");
            if (!isFlag && index + 1 == arguments.Count)
                throw new UsageException($"The option '{name}' has no value.");
            if (!values.TryAdd(name, isFlag ? "" : arguments[++index]))
                throw new UsageException($"The option '{name}' is given twice.");
        }
    }

    public bool Has(string name) => values.ContainsKey(name);

    public string? Text(string name) => values.GetValueOrDefault(name);

    public int Number(string name, int otherwise) => Numbers(name) is [var number, ..] ? number : otherwise;

    /// <summary>A list of whole numbers with commas between them; null where it is not given.</summary>
    public IReadOnlyList<int>? Numbers(string name)
    {
        if (!values.TryGetValue(name, out var text))
            return null;
        return [.. text.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new UsageException($"'{part}' in '{name} {text}' is not a whole number from 0."))];
    }
}

/// <summary>The command line is not understood. The message says which part.</summary>
internal sealed class UsageException(string message) : Exception(message);
