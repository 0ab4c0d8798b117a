using System.Collections.Concurrent;
using DynamoNamespace.Tests.Support.ControlPlane.Faults;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane;

/// <summary>The calls that the control plane has answered, in the order in which they came.</summary>
public sealed class CallLog
{
    private readonly ConcurrentQueue<ControlPlaneCall> _calls = new();

    /// <summary>Whether item calls of DynamoDB, which are forwarded, are kept too.</summary>
    public bool KeepItemCalls { get; set; }

    public IReadOnlyList<ControlPlaneCall> Calls => [.. _calls];

    public int Count(string action) => _calls.Count(call => call.Action == action);

    public IReadOnlyList<ControlPlaneCall> Of(string action) => [.. _calls.Where(call => call.Action == action)];

    public void Clear() => _calls.Clear();

    internal void Add(AwsRequest request, int statusCode, string? errorCode)
    {
        if (!KeepItemCalls && RequestedAction.IsItemCall(RequestedAction.Of(request)))
            return;
        _calls.Enqueue(new ControlPlaneCall(
            request.Service, request.Action, request.Region, request.Parameters.Values, request.Head.Method, request.Head.Path,
            request.Head.Headers, request.Body, statusCode, errorCode));
    }
}
