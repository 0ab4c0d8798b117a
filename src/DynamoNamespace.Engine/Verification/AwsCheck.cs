using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Verification;

/// <summary>
/// A check that asks AWS. Whatever goes wrong with the asking is a finding of its own, so that the other checks are made all the same: what is not
/// known is never passed.
/// </summary>
/// <param name="subject">What the calls are about.</param>
/// <param name="name">The check's name, such as <c>StreamView</c>.</param>
/// <param name="expected">What should be.</param>
/// <param name="actions">The IAM actions that the check needs.</param>
internal abstract class AwsCheck(CallSubject subject, string name, string expected, params string[] actions)
{
    public async Task<CheckFinding> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await CheckAsync(cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && AwsErrors.Translate(error, subject, "AWS") is DdbException known)
        {
            return Unknown(error, known);
        }
    }

    public CheckFinding NotRun(string actual, string? remedy = null) => new(name, DdbCheckStatus.NotRun, expected, actual, null, remedy);

    protected abstract Task<CheckFinding> CheckAsync(CancellationToken cancellationToken);

    protected CheckFinding Pass(string actual, string? detail = null) => new(name, DdbCheckStatus.Pass, expected, actual, detail);

    protected CheckFinding Warn(string actual, string remedy, string? detail = null) => new(name, DdbCheckStatus.Warn, expected, actual, detail, remedy);

    protected CheckFinding Fail(string actual, string remedy, string? detail = null) => new(name, DdbCheckStatus.Fail, expected, actual, detail, remedy);

    private string Actions => string.Join(", ", actions);

    private CheckFinding Unknown(Exception error, DdbException known) => (AwsErrors.IsNotOffered(error), AwsErrors.IsAccessDenied(error), known.Kind) switch
    {
        (true, _, _) => Warn("not known: the endpoint offers no such call", $"Find it out in another way; at AWS this check needs {Actions}."),
        (_, true, _) => Warn("not known: the caller may not ask", $"Let the caller have {Actions}, then check again.", known.Message),
        (_, _, DdbErrorKind.Connection or DdbErrorKind.PermissionDenied) => Warn("not known: there is no answer", $"Find it out in another way, or where {Actions} can be called.", known.Message),
        _ => new(name, DdbCheckStatus.NotRun, expected, "not known: the call failed", known.Message, "Check again."),
    };
}
