using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace DynamoNamespace.Tests.Support.ControlPlane;

/// <summary>
/// Calls the control plane over bare HTTP, so that what a test sets up and looks at does not pass through the code that it
/// judges. For local endpoints only: requests carry a dummy signature.
/// </summary>
public sealed class ControlPlaneClient(string endpointUrl, string region = "us-east-1") : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(endpointUrl) };

    public Task<XElement> CloudFormationAsync(string action, IEnumerable<(string Name, string Value)> parameters, CancellationToken cancellationToken = default) =>
        QueryAsync("cloudformation", "2010-05-15", action, parameters, cancellationToken);

    public Task<XElement> IamAsync(string action, IEnumerable<(string Name, string Value)> parameters, CancellationToken cancellationToken = default) =>
        QueryAsync("iam", "2010-05-08", action, parameters, cancellationToken);

    /// <summary>A call in the query protocol. The answer's names are without their namespace.</summary>
    /// <exception cref="ControlPlaneException">The call was refused.</exception>
    public async Task<XElement> QueryAsync(
        string service, string version, string action, IEnumerable<(string Name, string Value)> parameters, CancellationToken cancellationToken = default)
    {
        var form = parameters.Prepend(("Version", version)).Prepend(("Action", action)).Select(p => KeyValuePair.Create(p.Item1, p.Item2));
        using var content = new FormUrlEncodedContent(form);
        var (status, body) = await SendAsync(HttpMethod.Post, "/", service, content, target: null, cancellationToken);
        var xml = XElement.Parse(Encoding.UTF8.GetString(body));
        foreach (var element in xml.DescendantsAndSelf())
            element.Name = element.Name.LocalName;
        if (status < 400)
            return xml;
        var (code, message) = (xml.Descendants("Code").First().Value, xml.Descendants("Message").First().Value);
        throw new ControlPlaneException($"{action} was refused with {status} {code}: {message}", status, code);
    }

    /// <summary>A call in the JSON protocol, as <c>Logs_20140328.FilterLogEvents</c>.</summary>
    /// <exception cref="ControlPlaneException">The call was refused.</exception>
    public async Task<JsonObject> JsonAsync(string service, string target, JsonObject request, CancellationToken cancellationToken = default)
    {
        using var content = new ReadOnlyMemoryContent(DynamoJson.Serialize(request));
        content.Headers.ContentType = new MediaTypeHeaderValue(service == "dynamodb" ? "application/x-amz-json-1.0" : "application/x-amz-json-1.1");
        var (status, body) = await SendAsync(HttpMethod.Post, "/", service, content, target, cancellationToken);
        var json = body.Length == 0 ? [] : DynamoJson.Parse(body);
        if (status < 400)
            return json;
        var code = json["__type"]!.GetValue<string>().Split('#')[^1];
        throw new ControlPlaneException($"{target} was refused with {status} {code}: {json["message"] ?? json["Message"]}", status, code);
    }

    /// <summary>Any request, with its answer as it comes.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path and query.</param>
    /// <param name="service">The service that it is signed for; null for one that is not signed.</param>
    /// <param name="content">The body, or null.</param>
    /// <param name="target">The value of <c>X-Amz-Target</c>, or null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<(int Status, byte[] Body)> SendAsync(
        HttpMethod method, string path, string? service, HttpContent? content = null, string? target = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("X-Amz-Date", DateTimeOffset.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'"));
        if (target is not null)
            request.Headers.Add("X-Amz-Target", target);
        if (service is not null)
        {
            request.Headers.TryAddWithoutValidation(
                "Authorization", $"AWS4-HMAC-SHA256 Credential={Account.AccessKeyId}/20250101/{region}/{service}/aws4_request, SignedHeaders=host, Signature=0");
        }

        using var response = await _http.SendAsync(request, cancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    /// <summary>Makes a role that this account may assume.</summary>
    public Task CreateRoleAsync(string name, CancellationToken cancellationToken = default) => IamAsync(
        "CreateRole",
        [
            ("RoleName", name),
            ("AssumeRolePolicyDocument", $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{Account.Id}}:root"},"Action":"sts:AssumeRole"}]}"""),
        ],
        cancellationToken);

    /// <summary>Makes a stack and waits until it is CREATE_COMPLETE.</summary>
    public async Task CreateStackAsync(string name, string template, CancellationToken cancellationToken = default)
    {
        await CloudFormationAsync("CreateStack", [("StackName", name), ("TemplateBody", template), ("Capabilities.member.1", "CAPABILITY_NAMED_IAM")], cancellationToken);
        await WaitForStackAsync(name, "CREATE_COMPLETE", cancellationToken);
    }

    /// <summary>Waits until a stack rests.</summary>
    /// <exception cref="ControlPlaneException">It rests in another state.</exception>
    public async Task WaitForStackAsync(string name, string status, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var stack = (await CloudFormationAsync("DescribeStacks", [("StackName", name)], cancellationToken)).Descendants("member").First();
            var now = stack.Element("StackStatus")!.Value;
            if (now == status)
                return;
            if (!now.EndsWith("_IN_PROGRESS", StringComparison.Ordinal))
                throw new ControlPlaneException($"The stack '{name}' is {now}, not {status}: {await FailuresAsync(name, cancellationToken)}");
            await Task.Delay(Poll, cancellationToken);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> FailuresAsync(string name, CancellationToken cancellationToken)
    {
        var events = await CloudFormationAsync("DescribeStackEvents", [("StackName", name)], cancellationToken);
        return string.Join(" ", events.Descendants("member")
            .Where(e => e.Element("ResourceStatus")!.Value.EndsWith("_FAILED", StringComparison.Ordinal))
            .Select(e => $"{e.Element("LogicalResourceId")!.Value}: {e.Element("ResourceStatusReason")?.Value}"));
    }
}
