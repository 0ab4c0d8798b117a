namespace DynamoNamespace.Tests.Support.Processes;

/// <summary>A run of the worker that was to be killed.</summary>
/// <param name="WasKilled">Whether it was, or had ended before.</param>
/// <param name="Requests">How many requests it sent.</param>
/// <param name="Result">How it ended.</param>
public sealed record KilledRun(bool WasKilled, int Requests, ProcessResult Result);
