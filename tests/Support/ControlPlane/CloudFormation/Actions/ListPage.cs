using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Actions;

/// <summary>A page of a list, and the token that the next one is asked for with.</summary>
internal sealed record ListPage<T>(IReadOnlyList<T> Items, string? NextToken)
{
    /// <param name="all">The whole list.</param>
    /// <param name="token">The token of the page before; null for the first page.</param>
    /// <param name="size">The most elements of a page.</param>
    /// <param name="identity">What tells an element also after others have come before it.</param>
    /// <exception cref="AwsException">The token is none that was given out.</exception>
    public static ListPage<T> Of(IReadOnlyList<T> all, string? token, int size, Func<T, string> identity)
    {
        var start = 0;
        if (token is not null)
        {
            var last = Convert.TryFromBase64String(token, new byte[token.Length], out _)
                ? System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(token))
                : null;
            start = all.ToList().FindIndex(item => identity(item) == last) + 1;
            if (start == 0)
                throw AwsException.Validation("Token is invalid");
        }

        var items = all.Skip(start).Take(size).ToList();
        var isLast = start + items.Count >= all.Count;
        return new ListPage<T>(items, isLast ? null : Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(identity(items[^1]))));
    }
}
