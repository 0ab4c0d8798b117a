using System.Globalization;
using DynamoNamespace.Engine.Checkpoints;

namespace DynamoNamespace.Engine.State;

/// <summary>The process that runs an operation of a plan.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="User">The user that the process runs as.</param>
/// <param name="Host">The machine's name.</param>
/// <param name="Process">What tells the process from every other: see <see cref="ProcessMark"/>.</param>
/// <param name="Since">When it took the lease, in UTC.</param>
/// <param name="Fence">The fencing token: every lease of a plan has a greater one than all leases before it.</param>
internal sealed record LeaseHolder(RunOperation Operation, string User, string Host, ProcessMark Process, DateTimeOffset Since, long Fence)
{
    /// <summary>For messages: who, where, since when.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{User} on {Host} (process {Process.Id}) since {Since.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");
}
