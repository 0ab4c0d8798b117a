using System.Globalization;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Worker.Output;

/// <summary>Prints the limits of a plan.</summary>
internal static class LimitsText
{
    private const string Own = "each run's own";

    public static string Of(DdbMigrationLimit limits) => string.Create(CultureInfo.InvariantCulture, $"""
        Table          {limits.TableName}
        Read units/s   {limits.MaxReadUnits?.ToString("0.##", CultureInfo.InvariantCulture) ?? Own}
        Write units/s  {limits.MaxWriteUnits?.ToString("0.##", CultureInfo.InvariantCulture) ?? Own}
        Requests       {limits.ThrottleLimit?.ToString(CultureInfo.InvariantCulture) ?? Own}
        """);
}
