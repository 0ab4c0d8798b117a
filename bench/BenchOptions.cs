namespace DynamoNamespace.Bench;

/// <summary>What to measure, and how thoroughly.</summary>
internal sealed record BenchOptions
{
    public const string Client = "client";
    public const string Engine = "engine";
    public const string Growth = "growth";
    public const string StartUp = "start-up";

    public const string Usage =
        """
        Usage: ./dev bench [--only GROUP,…] [--items N] [--engine-items N] [--repeats N] [--writers N] [--full] [--output FOLDER] [--publish]
               ./dev bench trial copy|objects|serial [--items N | --tables NAME,…] [--warm-up N] [--writers N,…] [--endpoint URL]
               ./dev bench trial migration|flood|loop|reference [--items N] [--writers N] [--endpoint URL] [--engine URL]
               ./dev bench endpoint [--port N]

        GROUP is client (the client alone, on an endpoint that answers at once), engine (the whole way, on the local engine),
        growth (sizes of tables, items and runs), or start-up (of the worker and the module). Without --only all four are measured.

          --items N         items a run of the group client (500,000)
          --engine-items N  items of the table of the group engine (20,000)
          --repeats N       how often each trial is run, in turn (3)
          --writers N       requests under way at once (16)
          --full            a larger table on the local engine (100,000), more repeats (5), and growth measured as often
          --output FOLDER   where bench.json, bench.md and the plots go (artifacts/bench)
          --publish         also renew the figures and plots of docs/performance.md

        A trial prints its figures as JSON and runs in this process, for a profiler or environment variables. The first three work on the endpoint that
        answers at once, whose tables are items-N and items-N-of-BYTES; the others on a table of the local engine.
        """;

    private static readonly string[] AllGroups = [Client, Engine, Growth, StartUp];

    public IReadOnlyList<string> Groups { get; private init; } = AllGroups;

    public int ClientItems { get; private init; }

    public int EngineItems { get; private init; }

    public int Repeats { get; private init; }

    public int Writers { get; private init; }

    public bool IsFull { get; private init; }

    public string Output { get; private init; } = "";

    public bool Publishes { get; private init; }

    /// <exception cref="UsageException">The command line is not understood.</exception>
    public static BenchOptions Parse(string[] given)
    {
        var arguments = new Arguments(given, ["--only", "--items", "--engine-items", "--repeats", "--writers", "--output"], ["--full", "--publish"]);
        if (arguments.Has("--publish") && arguments.Has("--only"))
            throw new UsageException("'--publish' goes without '--only': the page shows all groups of one run.");
        var isFull = arguments.Has("--full");
        return new BenchOptions
        {
            Groups = ReadGroups(arguments.Text("--only")),
            ClientItems = AtLeastOne(arguments, "--items", 500_000),
            EngineItems = AtLeastOne(arguments, "--engine-items", isFull ? 100_000 : 20_000),
            Repeats = AtLeastOne(arguments, "--repeats", isFull ? 5 : 3),
            Writers = AtLeastOne(arguments, "--writers", TrialTable.Writers),
            IsFull = isFull,
            Output = arguments.Text("--output") ?? Tests.Support.RepositoryRoot.Combine("artifacts", "bench"),
            Publishes = arguments.Has("--publish"),
        };
    }

    private static int AtLeastOne(Arguments arguments, string name, int otherwise) => arguments.Number(name, otherwise) is > 0 and var number
        ? number
        : throw new UsageException($"'{name}' must be at least 1.");

    private static IReadOnlyList<string> ReadGroups(string? given)
    {
        if (given is null)
            return AllGroups;
        var groups = given.Split(',');
        return Array.Find(groups, group => !AllGroups.Contains(group, StringComparer.Ordinal)) is { } unknown
            ? throw new UsageException($"There is no group '{unknown}'. There are {string.Join(", ", AllGroups)}.")
            : groups;
    }
}
