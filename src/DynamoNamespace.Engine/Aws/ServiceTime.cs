namespace DynamoNamespace.Engine.Aws;

/// <summary>Reads the times of the SDK's answers, which may be local.</summary>
internal static class ServiceTime
{
    public static DateTimeOffset? Of(DateTime? time) => time is { } told ? new DateTimeOffset(told.ToUniversalTime()) : null;

    /// <summary>As messages write it.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
