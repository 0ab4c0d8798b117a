using DynamoNamespace.Engine.Conflicts;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Commands;

/// <summary>Lets every resolution go on, as the command line asked for them, and prints how each ended: text at once, JSON as one list.</summary>
internal sealed class ResolutionPrinter(CommandContext context) : IResolutionAudience
{
    private readonly List<DdbConflictResolution> resolutions = [];

    public Task<bool> MayAsync(string description) => Task.FromResult(true);

    public Task OnResolvedAsync(DdbConflictResolution resolution)
    {
        if (context.Writer.IsJson)
            resolutions.Add(resolution);
        else
            context.Writer.Write(resolution, ConflictText.Of);
        return Task.CompletedTask;
    }

    public Task OnFailedAsync(DdbException error)
    {
        context.Observer.WriteLine("error: " + error.Message);
        return Task.CompletedTask;
    }

    public void Finish()
    {
        if (context.Writer.IsJson)
            context.Writer.Write<IReadOnlyList<DdbConflictResolution>>(resolutions, _ => "");
    }
}
