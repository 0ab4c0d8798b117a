using System.Globalization;

namespace DynamoNamespace.Engine.CatchUp.Streams;

/// <summary>Warns when catch-up falls so far behind that DynamoDB may drop records before they are read: at 6, 12 and 18 of its 24 hours, once each.</summary>
internal sealed class LagWarning(string tableName)
{
    private static readonly int[] Hours = [6, 12, 18];

    private int told;

    /// <summary>The warning that this lag calls for; null where there is none or it was given before.</summary>
    public string? For(TimeSpan lag)
    {
        var passed = Hours.Count(hours => lag >= TimeSpan.FromHours(hours));
        int before;
        do
        {
            before = Volatile.Read(ref told);
            if (passed <= before)
                return null;
        }
        while (Interlocked.CompareExchange(ref told, passed, before) != before);

        var hours = lag.TotalHours.ToString("0.#", CultureInfo.InvariantCulture);
        return $"Catch-up of table '{tableName}' is {hours} hours behind, and DynamoDB keeps a stream's records for 24 hours: what is not read by then is lost to it. "
            + "Let it run on, and raise -MaxWriteUnits or the table's capacity if it does not gain on the writers.";
    }
}
