using System.Xml.Linq;
using DynamoNamespace.Tests.Support.ControlPlane;

namespace DynamoNamespace.Tests.Integration.ControlPlane;

/// <summary>The calls about stacks that several tests make.</summary>
internal static class StackCalls
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    public static Task<XElement> UpdateStackAsync(this ControlPlaneClient client, string name, string template, params (string Name, string Value)[] more) =>
        client.CloudFormationAsync("UpdateStack", [("StackName", name), ("TemplateBody", template), ("Capabilities.member.1", "CAPABILITY_NAMED_IAM"), .. more]);

    /// <summary>Makes a change set and waits until it is done; gives its last description.</summary>
    public static async Task<XElement> ChangeSetAsync(this ControlPlaneClient client, string stack, string name, string template)
    {
        await client.CloudFormationAsync(
            "CreateChangeSet",
            [("StackName", stack), ("ChangeSetName", name), ("TemplateBody", template), ("Capabilities.member.1", "CAPABILITY_NAMED_IAM")]);
        while (true)
        {
            var described = (await client.CloudFormationAsync("DescribeChangeSet", [("StackName", stack), ("ChangeSetName", name)])).Element("DescribeChangeSetResult")!;
            if (described.Element("Status")!.Value is "CREATE_COMPLETE" or "FAILED")
                return described;
            await Task.Delay(Poll);
        }
    }

    /// <summary>All changes, page after page.</summary>
    public static async Task<(List<XElement> Changes, int Pages)> ChangesAsync(this ControlPlaneClient client, string stack, string name)
    {
        var changes = new List<XElement>();
        string? token = null;
        for (var pages = 1; ; pages++)
        {
            (string, string)[] next = token is null ? [] : [("NextToken", token)];
            var page = (await client.CloudFormationAsync("DescribeChangeSet", [("StackName", stack), ("ChangeSetName", name), .. next])).Element("DescribeChangeSetResult")!;
            changes.AddRange(page.Element("Changes")!.Elements("member").Select(change => change.Element("ResourceChange")!));
            token = page.Element("NextToken")?.Value;
            if (token is null)
                return (changes, pages);
        }
    }

    /// <summary>A stack's events from its last update or creation on, the oldest first, as <c>Table UPDATE_COMPLETE</c>.</summary>
    public static async Task<List<string>> EventsAsync(this ControlPlaneClient client, string stack)
    {
        var events = (await client.CloudFormationAsync("DescribeStackEvents", [("StackName", stack)])).Descendants("member").ToList();
        var begun = events.FindIndex(e => e.Element("LogicalResourceId")!.Value == stack && e.Element("ResourceStatusReason")?.Value == "User Initiated");
        return [.. events.Take(begun + 1).Reverse().Select(e => $"{e.Element("LogicalResourceId")!.Value} {e.Element("ResourceStatus")!.Value}".Replace(stack, "STACK", StringComparison.Ordinal))];
    }

    public static async Task<XElement> StackAsync(this ControlPlaneClient client, string stack) =>
        (await client.CloudFormationAsync("DescribeStacks", [("StackName", stack)])).Descendants("member").First();
}
