namespace DynamoNamespace.Build.Benchmarks;

/// <summary>What to measure, and how thoroughly.</summary>
internal sealed record BenchOptions
{
    public const string Client = "client";
    public const string Engine = "engine";
    public const string Growth = "growth";
    public const string StartUp = "start-up";

    /// <summary>How many requests a copy has under way at once by default, which is the engine's own default.</summary>
    public const int DefaultWriters = 16;

    public static IReadOnlyList<string> AllGroups { get; } = [Client, Engine, Growth, StartUp];

    public IReadOnlyList<string> Groups { get; init; } = AllGroups;

    public int ClientItems { get; init; } = 500_000;

    public int EngineItems { get; init; } = 20_000;

    public int Repeats { get; init; } = 3;

    public int Writers { get; init; } = DefaultWriters;

    public bool IsFull { get; init; }

    public string Output { get; init; } = Repository.At("artifacts", "bench");

    public bool Publishes { get; init; }

    /// <summary>The PowerShell that the module is imported into, or null for the project's own.</summary>
    public string? PowerShell { get; init; }

    public bool NeedsPowerShell => Groups.Contains(StartUp, StringComparer.Ordinal);
}

/// <summary>One trial, in the process that reads the command line.</summary>
/// <param name="Method">What is done.</param>
/// <param name="Items">How many items the table has; null for the trial's own number.</param>
/// <param name="Tables">The names of tables of the null endpoint, in place of <paramref name="Items"/>.</param>
/// <param name="WarmUp">How many items are copied before; null for the trial's own number.</param>
/// <param name="Writers">Requests under way at once, each number in turn.</param>
/// <param name="Endpoint">A null endpoint that runs already.</param>
/// <param name="Engine">A local engine that runs already.</param>
internal sealed record TrialOptions(
    string Method, int? Items, IReadOnlyList<string>? Tables, int? WarmUp, IReadOnlyList<int> Writers,
    string? Endpoint, string? Engine)
{
    /// <summary>Those on the null endpoint.</summary>
    public static IReadOnlyList<string> ClientMethods { get; } = ["copy", "objects", "serial"];

    /// <summary>Those on the local engine.</summary>
    public static IReadOnlyList<string> EngineMethods { get; } = ["migration", "flood", "loop", "reference"];
}

/// <summary>The null endpoint as a server.</summary>
/// <param name="Port">Its port; 0 for a free one.</param>
/// <param name="UntilInputEnds">Whether it ends with its standard input, and so with whoever started it.</param>
internal sealed record EndpointOptions(int Port, bool UntilInputEnds);
