using System.Net;
using System.Net.Sockets;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Processes;

namespace DynamoNamespace.Tests.Unit.Build;

/// <summary>
/// A folder that the build program takes for a working copy, on a machine that reaches no registry: NuGet and npm are
/// pointed at a loopback port that refuses connections, and their caches are empty.
/// </summary>
internal sealed class OfflineRoot : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ddbns-offline-");

    /// <summary>Bound and not listening, so that nobody else can listen there either.</summary>
    private readonly Socket closed = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public OfflineRoot()
    {
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Write("nuget.config", $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="closed" value="{Registry}/index.json" allowInsecureConnections="true" />
              </packageSources>
            </configuration>
            """);
    }

    private string Registry => $"http://127.0.0.1:{((IPEndPoint)closed.LocalEndPoint!).Port}";

    public string Place(params string[] parts) => Path.Combine([folder.FullName, .. parts]);

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Place(name))!);
        File.WriteAllText(Place(name), text);
    }

    /// <summary>Takes a file of the repository to the same place here.</summary>
    public void Copy(string name) => Write(name, File.ReadAllText(RepositoryRoot.Combine(name)));

    /// <summary>Takes the compiled build program here, which then works on this folder.</summary>
    public string CopyBuildProgram()
    {
        var compiled = RepositoryRoot.Combine("build", "bin", "Release", "net8.0");
        Directory.CreateDirectory(Place("program"));
        foreach (var file in Directory.GetFiles(compiled))
            File.Copy(file, Place("program", Path.GetFileName(file)));
        return Place("program", "DynamoNamespace.Build.dll");
    }

    public async Task<ProcessResult> RunAsync(
        string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["NUGET_PACKAGES"] = Place("packages"),
            ["NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT"] = "1",
            ["npm_config_registry"] = Registry,
            ["npm_config_cache"] = Place("npm"),
            ["npm_config_fetch_retries"] = "0",
            ["DYNOXIDE"] = "",
            ["DDBNS_TEST_ENDPOINT"] = "",
        };
        foreach (var (name, value) in environment)
            variables[name] = value;
        await using var process = ChildProcess.Start(program, arguments, variables);
        return await process.WaitAsync(Limit);
    }

    public void Dispose()
    {
        closed.Dispose();
        folder.Delete(recursive: true);
    }
}
