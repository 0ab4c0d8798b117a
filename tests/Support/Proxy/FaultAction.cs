namespace DynamoNamespace.Tests.Support.Proxy;

/// <summary>What the proxy does for a kind of fault. A fault is counted when it happens, not when it is planned.</summary>
internal static class FaultAction
{
    // A client's own time-out is tens of seconds; what it finds afterwards is the same.
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(150);

    private static readonly ProxyAction ThrottlingException = ProxyAction.Respond(
        ProxiedResponse.Error(400, "ThrottlingException", "Rate exceeded"));

    private static readonly ProxyAction ServiceUnavailable = ProxyAction.Respond(
        ProxiedResponse.Error(503, "ServiceUnavailable", "The service is currently unavailable or busy."));

    public static ProxyAction Create(FaultKind kind, ProxiedRequest request, SplitMix64 random, FaultCounts injected)
    {
        switch (kind)
        {
            case FaultKind.ThrottledStatement:
                return FailStatements(new StatementFault(random.Pick(["ThrottlingError", "ProvisionedThroughputExceeded"])));
            case FaultKind.FailedStatement:
                return FailStatements(new StatementFault("InternalServerError"));
            case FaultKind.AppliedStatementFailed:
                return FailStatements(new StatementFault("InternalServerError", Executed: true));
            case FaultKind.UnprocessedKeys:
                // DynamoDB throttles a request as a whole when it can read none of its keys.
                return UnprocessedKeys.LeaveHalf(request) is { } half ? Counted(half) : ProxyAction.Forward;
            case FaultKind.LostAnswer:
                return SpoilAnswer(_ => null);
            case FaultKind.ResetInAnswer:
                return SpoilAnswer(answer => answer with { BytesBeforeReset = answer.Body.Length / 2 });
            case FaultKind.TruncatedAnswer:
                return SpoilAnswer(answer => answer.WithBody(answer.Body[..(answer.Body.Length / 2)]));
            case FaultKind.AlteredAnswer:
                return SpoilAnswer(answer => answer with { Body = Altered(answer.Body) }, answer => FindDigit(answer.Body.Span) >= 0);
            default:
                return Counted(Unanswered(kind, random));
        }

        ProxyAction Counted(ProxyAction action)
        {
            injected.Count(kind);
            return action;
        }

        ProxyAction FailStatements(StatementFault fault)
        {
            var count = request.Json()["Statements"]!.AsArray().Count;
            var certain = random.Between(0, count - 1);
            return Counted(StatementFault.Inject(request, (_, place) => place == certain || random.OneIn(4) ? fault : null));
        }

        // An error answer says that nothing was carried out, so nothing would be lost with it.
        ProxyAction SpoilAnswer(Func<ProxiedResponse, ProxiedResponse?> spoil, Func<ProxiedResponse, bool>? canSpoil = null) => new ProxyAction.ForwardAction(null, answer =>
        {
            if (answer.StatusCode != 200 || canSpoil?.Invoke(answer) == false)
                return answer;
            injected.Count(kind);
            return spoil(answer);
        });
    }

    private static ProxyAction Unanswered(FaultKind kind, SplitMix64 random) => kind switch
    {
        FaultKind.ThrottledRequest => random.Pick([ProxyAction.Throttle, ThrottlingException]),
        FaultKind.InternalServerError => ProxyAction.InternalServerError,
        FaultKind.ServiceUnavailable => ServiceUnavailable,
        FaultKind.TimeOut => ProxyAction.Delay(Silence, ProxyAction.Cut),
        FaultKind.ResetBeforeRequest => ProxyAction.Cut,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The proxy does not know this kind of fault."),
    };

    private static ReadOnlyMemory<byte> Altered(ReadOnlyMemory<byte> body)
    {
        var altered = body.ToArray();
        altered[FindDigit(altered)]++;
        return altered;
    }

    /// <summary>A digit in the second half that another digit comes after, or -1: in its place the JSON is as good.</summary>
    private static int FindDigit(ReadOnlySpan<byte> body)
    {
        var half = body.Length / 2;
        var found = body[half..].IndexOfAnyInRange((byte)'1', (byte)'8');
        return found < 0 ? -1 : half + found;
    }
}
