using System.Globalization;
using System.Xml.Linq;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws.Services;

namespace DynamoNamespace.Engine.Aws.CloudFormation;

/// <summary>CloudFormation over its query protocol.</summary>
internal sealed class CloudFormationClient(ServiceClient client) : ICloudFormation
{
    public async Task<StackDescription?> FindStackAsync(string stackName, CancellationToken cancellationToken)
    {
        try
        {
            var result = await client.QueryAsync("DescribeStacks", [new("StackName", stackName)], cancellationToken);
            return result.Members("Stacks").Select(ReadStack).FirstOrDefault();
        }
        catch (AmazonServiceException error) when (error.ErrorCode == "ValidationError" && error.Message.Contains("does not exist", StringComparison.Ordinal))
        {
            // CloudFormation has no error code of its own for this.
            return null;
        }
    }

    public async Task<string> GetTemplateAsync(string stackName, string? changeSetId, CancellationToken cancellationToken)
    {
        IEnumerable<KeyValuePair<string, string>> of = changeSetId is null ? [new("StackName", stackName)] : ChangeSet(stackName, changeSetId);
        var result = await client.QueryAsync("GetTemplate", [.. of, new("TemplateStage", "Original")], cancellationToken);
        return result.Child("TemplateBody")?.Value ?? "";
    }

    public async Task<TemplateSummary> GetTemplateSummaryAsync(string? templateBody, string? templateUrl, CancellationToken cancellationToken)
    {
        var result = await client.QueryAsync("GetTemplateSummary", [Template(templateBody, templateUrl)], cancellationToken);
        return new TemplateSummary(
            [.. result.Members("Parameters").Select(member => new TemplateParameter(member.Text("ParameterKey") ?? "", member.Child("DefaultValue") is not null))],
            [.. result.Members("Capabilities").Select(member => member.Value)]);
    }

    public async Task<IReadOnlyList<StackResource>> ListResourcesAsync(string stackName, CancellationToken cancellationToken)
    {
        var resources = new List<StackResource>();
        string? next = null;
        do
        {
            var result = await client.QueryAsync("ListStackResources", [new("StackName", stackName), .. Page(next)], cancellationToken);
            resources.AddRange(result.Members("StackResourceSummaries").Select(member => new StackResource(
                member.Text("LogicalResourceId") ?? "", member.Text("PhysicalResourceId"), member.Text("ResourceType") ?? "", member.Text("ResourceStatus") ?? "")));
            next = result.Text("NextToken");
        }
        while (next is not null);
        return resources;
    }

    public async Task<string> CreateChangeSetAsync(ChangeSetRequest request, CancellationToken cancellationToken)
    {
        var result = await client.QueryAsync("CreateChangeSet", Parameters(request), cancellationToken);
        return result.Text("Id") ?? request.Name;
    }

    public async Task<ChangeSetDescription> DescribeChangeSetAsync(string stackName, string changeSetId, CancellationToken cancellationToken)
    {
        var changes = new List<ResourceChange>();
        XElement result;
        string? next = null;
        do
        {
            result = await client.QueryAsync("DescribeChangeSet", [.. ChangeSet(stackName, changeSetId), .. Page(next)], cancellationToken);
            changes.AddRange(result.Members("Changes").Select(change => change.Child("ResourceChange")).OfType<XElement>().Select(ReadChange));
            next = result.Text("NextToken");
        }
        while (next is not null);
        return new ChangeSetDescription(
            result.Text("ChangeSetId") ?? changeSetId, result.Text("ChangeSetName") ?? "", result.Text("Status") ?? "", result.Text("ExecutionStatus") ?? "",
            result.Text("StatusReason"), changes);
    }

    public Task ExecuteChangeSetAsync(string stackName, string changeSetId, string token, CancellationToken cancellationToken) =>
        client.QueryAsync("ExecuteChangeSet", [.. ChangeSet(stackName, changeSetId), new("ClientRequestToken", token)], cancellationToken);

    public Task DeleteChangeSetAsync(string stackName, string changeSetId, CancellationToken cancellationToken) =>
        client.QueryAsync("DeleteChangeSet", ChangeSet(stackName, changeSetId), cancellationToken);

    public async Task<StackEventPage> DescribeEventsAsync(string stackName, string? nextToken, CancellationToken cancellationToken)
    {
        var result = await client.QueryAsync("DescribeStackEvents", [new("StackName", stackName), .. Page(nextToken)], cancellationToken);
        return new StackEventPage([.. result.Members("StackEvents").Select(ReadEvent)], result.Text("NextToken"));
    }

    private static IEnumerable<KeyValuePair<string, string>> ChangeSet(string stackName, string changeSetId) =>
        [new("StackName", stackName), new("ChangeSetName", changeSetId)];

    private static KeyValuePair<string, string> Template(string? body, string? url) => body is not null ? new("TemplateBody", body) : new("TemplateURL", url!);

    private static IEnumerable<KeyValuePair<string, string>> Page(string? next) => next is null ? [] : [new("NextToken", next)];

    private static IEnumerable<KeyValuePair<string, string>> Parameters(ChangeSetRequest request)
    {
        yield return new("StackName", request.StackName);
        yield return new("ChangeSetName", request.Name);
        yield return new("ChangeSetType", "UPDATE");
        yield return new("Description", request.Description);
        yield return Template(request.TemplateBody, request.TemplateUrl);
        for (var i = 0; i < request.Capabilities.Count; i++)
            yield return new(Member("Capabilities", i), request.Capabilities[i]);
        var index = 0;
        foreach (var (name, value) in request.Parameters)
        {
            var member = Member("Parameters", index++);
            yield return new(member + ".ParameterKey", name);
            yield return value is null ? new(member + ".UsePreviousValue", "true") : new(member + ".ParameterValue", value);
        }
    }

    private static string Member(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}.member.{index + 1}");

    private static StackDescription ReadStack(XElement stack) => new(stack.Text("StackId") ?? "", stack.Text("StackName") ?? "", stack.Text("StackStatus") ?? "")
    {
        StatusReason = stack.Text("StackStatusReason"),
        DriftStatus = stack.Child("DriftInformation")?.Text("StackDriftStatus"),
        CreatedAt = stack.Time("CreationTime"),
        UpdatedAt = stack.Time("LastUpdatedTime"),
        Parameters = ReadPairs(stack, "Parameters", "ParameterKey", "ParameterValue"),
        Outputs = ReadPairs(stack, "Outputs", "OutputKey", "OutputValue"),
        Capabilities = [.. stack.Members("Capabilities").Select(member => member.Value)],
    };

    private static Dictionary<string, string> ReadPairs(XElement stack, string list, string key, string value)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in stack.Members(list))
            pairs[member.Text(key) ?? ""] = member.Text(value) ?? "";
        return pairs;
    }

    /// <summary>A change has causes only if each of its details has one: else it is also changed by the template itself.</summary>
    private static ResourceChange ReadChange(XElement change)
    {
        var causes = change.Members("Details").Select(detail => detail.Text("ChangeSource") == "DirectModification" ? null : detail.Text("CausingEntity")).Distinct(StringComparer.Ordinal).ToList();
        return ReadChange(change, causes.Contains(null) ? [] : [.. causes.OfType<string>()]);
    }

    private static ResourceChange ReadChange(XElement change, IReadOnlyList<string> causes) => new(
        change.Text("Action") ?? "", change.Text("LogicalResourceId") ?? "", change.Text("PhysicalResourceId"), change.Text("ResourceType") ?? "", change.Text("Replacement"),
        [.. change.Members("Scope").Select(member => member.Value)],
        [.. change.Members("Details").Select(detail => detail.Child("Target")?.Text("Name")).OfType<string>().Distinct(StringComparer.Ordinal)],
        [.. change.Members("Details").Select(detail => detail.Child("Target")).OfType<XElement>().Where(target => target.Text("RequiresRecreation") is not (null or "Never")).Select(target => target.Text("Name")).OfType<string>().Distinct(StringComparer.Ordinal)],
        causes);

    private static StackEvent ReadEvent(XElement member) => new(
        member.Text("EventId") ?? "", member.Time("Timestamp") ?? default, member.Text("LogicalResourceId") ?? "", member.Text("ResourceType") ?? "", member.Text("ResourceStatus") ?? "")
    {
        PhysicalId = member.Text("PhysicalResourceId"),
        Reason = member.Text("ResourceStatusReason"),
        Token = member.Text("ClientRequestToken"),
    };
}
