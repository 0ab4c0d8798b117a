using System.Text;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace DynamoNamespace.Engine.Aws.Services;

/// <summary>One request of any of the three protocols, ready to be signed and sent.</summary>
/// <param name="action">What is asked for, such as <c>DescribeStacks</c>.</param>
internal sealed class ServiceRequest(string action) : AmazonWebServiceRequest
{
    public string Action => action;

    public required string Method { get; init; }

    public string Path { get; init; } = "/";

    public string? ContentType { get; init; }

    /// <summary>The operation as the JSON protocol names it in a header.</summary>
    public string? Target { get; init; }

    public byte[]? Body { get; init; }

    /// <summary>A request of the query protocol: a form with the action, its version and its parameters.</summary>
    public static ServiceRequest Query(ServiceDefinition service, string action, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var form = new StringBuilder($"Action={action}&Version={service.ApiVersion}");
        foreach (var (name, value) in parameters)
            form.Append('&').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        return new ServiceRequest(action)
        {
            Method = "POST",
            ContentType = "application/x-www-form-urlencoded; charset=utf-8",
            Body = Encoding.ASCII.GetBytes(form.ToString()),
        };
    }
}

/// <summary>Hands a ready-made request to the SDK's pipeline.</summary>
internal sealed class ServiceRequestMarshaller(ServiceDefinition service) : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var ready = (ServiceRequest)input;
        var request = new DefaultRequest(ready, service.Id)
        {
            HttpMethod = ready.Method,
            ResourcePath = ready.Path,
            Content = ready.Body,
        };
        if (ready.ContentType is not null)
            request.Headers["Content-Type"] = ready.ContentType;
        if (ready.Target is not null)
            request.Headers["X-Amz-Target"] = ready.Target;
        return request;
    }
}
