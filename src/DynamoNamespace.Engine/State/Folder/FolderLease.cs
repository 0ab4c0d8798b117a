namespace DynamoNamespace.Engine.State.Folder;

/// <summary>A lease that the operating system holds: a locked file, which is let go of however the process ends. It cannot be lost while the process lives.</summary>
internal sealed class FolderLease(FileStream file, string holderPath, LeaseHolder holder, LeaseHolder? takenOverFrom) : ILease
{
    public LeaseHolder Holder => holder;

    public CancellationToken Lost => CancellationToken.None;

    public LeaseHolder? TakenOverFrom => takenOverFrom;

    public void Require() => ObjectDisposedException.ThrowIf(!file.CanWrite, this);

    public Task EndAsync()
    {
        FolderDocument.Write(holderPath, new FolderHolder(holder, HasEnded: true));
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();
}
