using System.Text;
using DynamoNamespace.Tests.Support.Proxy;

namespace DynamoNamespace.Tests.Integration.Stacks;

/// <summary>Answers that are changed on their way to the code under test.</summary>
internal static class Answers
{
    public static ProxyAction Edit(Func<string, string> edit) => ProxyAction.Rewrite(response: answer =>
        answer.WithBody(Encoding.UTF8.GetBytes(edit(Encoding.UTF8.GetString(answer.Body.Span)))));

    /// <summary>Changes the answers to one action, or leaves them where <paramref name="edit"/> does.</summary>
    public static void EditAnswers(this TestStack stack, string action, Func<string, string> edit) =>
        stack.Proxy.Hook = request => ValueTask.FromResult(TestStack.ActionOf(request) == action ? Edit(edit) : ProxyAction.Forward);
}
