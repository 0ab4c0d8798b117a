using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Aws;

/// <summary>
/// An environment in which nothing of AWS is set but what a test sets, and no profile file is this user's own.
/// The environment is the process's, so only tests of the one collection use it, one after another.
/// </summary>
internal sealed class EnvironmentScope : IDisposable
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("ddbns-aws-").FullName;
    private static readonly string Profiles = Path.Combine(Folder, "credentials");

    private readonly Dictionary<string, string?> before = new(StringComparer.Ordinal);

    public EnvironmentScope(params (string Name, string Value)[] values)
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            Set(name, null);
        PointAtOwnFiles(Set);
        foreach (var (name, value) in values)
            Set(name, value);
        Forget();
    }

    public EnvironmentScope WithProfile(string name, string settings)
    {
        File.AppendAllText(Profiles, $"[{name}]\n{settings}\n");
        Forget();
        return this;
    }

    public void Dispose()
    {
        foreach (var (name, value) in before)
            Environment.SetEnvironmentVariable(name, value);
        File.WriteAllText(Profiles, "");
        Forget();
    }

    /// <summary>The SDK looks once in a process for the profile file that the environment names, so it is there before any test runs.</summary>
    [ModuleInitializer]
    internal static void Begin()
    {
        File.WriteAllText(Profiles, "");
        PointAtOwnFiles(Environment.SetEnvironmentVariable);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);
    }

    private static void PointAtOwnFiles(Action<string, string?> set)
    {
        set("AWS_CONFIG_FILE", Path.Combine(Folder, "config"));
        set("AWS_SHARED_CREDENTIALS_FILE", Profiles);
        set("AWS_EC2_METADATA_DISABLED", "true");
    }

    /// <summary>What the SDK has read from the environment before.</summary>
    private static void Forget()
    {
        FallbackRegionFactory.Reset();
        FallbackInternalConfigurationFactory.Reset();
    }

    private void Set(string name, string? value)
    {
        before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }
}

/// <summary>Tests that connect as the engine does, which reads the process's environment.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ConnectionCollection
{
    public const string Name = "Connection";
}
