using System.Collections.Concurrent;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.Faults;

/// <summary>What is made to fail, as AWS would word it. All of it may change while the control plane runs.</summary>
public sealed class FaultPlan
{
    private readonly ConcurrentDictionary<string, bool> _denied = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _failing = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _failingRollback = new(StringComparer.Ordinal);
    private readonly object _throttling = new();
    private readonly List<string> _throttled = [];

    /// <summary>Refuses an IAM action, as <c>iam:AttachRolePolicy</c>, until <see cref="AllowAction"/>.</summary>
    public void DenyAction(string action) => _denied[action] = true;

    public void AllowAction(string action) => _denied.TryRemove(action, out _);

    /// <summary>Throttles the next calls of an action, as <c>cloudformation:DescribeStacks</c>; <c>*</c> is any but item calls.</summary>
    public void ThrottleNext(int calls, string action = "*")
    {
        lock (_throttling)
            _throttled.AddRange(Enumerable.Repeat(action, calls));
    }

    /// <summary>Lets the next creation or update of a stack's resource fail, once.</summary>
    public void FailResource(string logicalId, string reason) => _failing[logicalId] = reason;

    /// <summary>Lets the way back of a stack's resource fail, so that the stack is left UPDATE_ROLLBACK_FAILED, once.</summary>
    public void FailRollback(string logicalId, string reason) => _failingRollback[logicalId] = reason;

    internal string? TakeFailure(string logicalId) => _failing.TryRemove(logicalId, out var reason) ? reason : null;

    internal string? TakeRollbackFailure(string logicalId) => _failingRollback.TryRemove(logicalId, out var reason) ? reason : null;

    internal AwsException? Find(AwsRequest request, string callerArn)
    {
        var action = RequestedAction.Of(request);
        if (TakeThrottling(action))
            return Throttling(request.Protocol);
        return _denied.ContainsKey(action) ? AccessDenied(request, action, callerArn) : null;
    }

    private bool TakeThrottling(string action)
    {
        lock (_throttling)
        {
            var place = _throttled.FindIndex(throttled => throttled.Equals(action, StringComparison.OrdinalIgnoreCase)
                || (throttled == "*" && !RequestedAction.IsItemCall(action)));
            if (place >= 0)
                _throttled.RemoveAt(place);
            return place >= 0;
        }
    }

    private static AwsException Throttling(AwsProtocol protocol) => protocol switch
    {
        AwsProtocol.Query => new AwsException("Throttling", "Rate exceeded"),
        AwsProtocol.Json => new AwsException("ThrottlingException", "Rate exceeded"),
        AwsProtocol.RestJson => new AwsException("TooManyRequestsException", "Rate exceeded", 429),
        _ => new AwsException("SlowDown", "Please reduce your request rate.", 503),
    };

    private static AwsException AccessDenied(AwsRequest request, string action, string callerArn)
    {
        var message = $"User: {callerArn} is not authorized to perform: {action} on resource: {RequestedAction.Resource(request)} "
            + $"because no identity-based policy allows the {action} action";
        return request.Protocol switch
        {
            AwsProtocol.Json => new AwsException("AccessDeniedException", message),
            AwsProtocol.RestJson => new AwsException("AccessDeniedException", message, 403),
            _ => new AwsException("AccessDenied", message, 403),
        };
    }
}
