namespace DynamoNamespace.Tests.Support.ControlPlane.Logs;

/// <summary>A line of a log. Times are in milliseconds since 1970.</summary>
internal sealed record LogEvent(string Id, string Stream, long Time, long IngestedAt, string Message);
