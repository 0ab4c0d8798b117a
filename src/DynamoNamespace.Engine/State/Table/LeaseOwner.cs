namespace DynamoNamespace.Engine.State.Table;

/// <summary>Who takes leases: a process, its user and its machine.</summary>
internal sealed record LeaseOwner(string User, string Host, ProcessMark Process)
{
    public static LeaseOwner Current { get; } = new(Environment.UserName, Environment.MachineName, ProcessMark.Current);
}
