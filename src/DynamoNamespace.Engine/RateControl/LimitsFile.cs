using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.RateControl;

/// <summary>
/// A file by which the limits of a run can be changed while it goes on, see <see cref="LimitsDocument"/>. It is looked at once a second; when it
/// is deleted the run's own limits are back. A file that cannot be read as limits is warned of once and changes nothing.
/// </summary>
/// <param name="folder">Where the file is looked for; null for nowhere.</param>
/// <param name="rate">What the limits are put in force on.</param>
/// <param name="observer">Hears of changes.</param>
/// <param name="time">The clock.</param>
internal sealed class LimitsFile(string? folder, RateController rate, IRunObserver observer, TimeProvider time)
{
    public const string Name = "limits.json";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly string path = Path.Combine(folder ?? "", Name);
    private string? content;
    private string? warned;

    /// <summary>Looks at the file until it is told to stop, which is its normal end.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        if (folder is null)
            return;
        try
        {
            using var timer = new PeriodicTimer(Interval, time);
            do
            {
                await LookAsync(cancellationToken);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    /// <summary>Looks at the file once.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        string? found;
        try
        {
            found = await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            found = null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Warn(error.Message.TrimEnd('.'));
            return;
        }

        warned = null;
        if (found == content)
            return;
        content = found;
        Take(found);
    }

    private void Take(string? json)
    {
        if (json is null)
        {
            rate.Apply(rate.Own);
            observer.OnVerbose($"'{path}' is gone, so the run's own limits are back: {rate.Own}.");
            return;
        }

        try
        {
            rate.Apply(LimitsDocument.Read(json, rate.Own));
            observer.OnVerbose($"Limits by '{path}': {rate.Limits}.");
        }
        catch (FormatException error)
        {
            Warn(error.Message);
        }
    }

    private void Warn(string reason)
    {
        if (reason == warned)
            return;
        warned = reason;
        observer.OnWarning($"The limits in '{path}' were not taken: {reason}. The limits stay as they are ({rate.Limits}); correct the file, and the run takes it within a second.");
    }
}
