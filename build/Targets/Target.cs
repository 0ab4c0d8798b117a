namespace DynamoNamespace.Build.Targets;

/// <summary>One task that <c>./dev</c> and <c>./build.ps1</c> offer. It answers with the process's exit code.</summary>
internal sealed record Target(string Name, string Does, Func<string[], CancellationToken, Task<int>> RunAsync);
