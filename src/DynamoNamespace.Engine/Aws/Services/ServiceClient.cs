using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace DynamoNamespace.Engine.Aws.Services;

/// <summary>
/// Sends requests of a service without a package of its own through the SDK's pipeline: credentials, signature, retries and clock skew are the
/// SDK's, bodies are ours.
/// </summary>
internal sealed class ServiceClient : AmazonServiceClient
{
    private readonly ServiceDefinition service;
    private readonly InvokeOptions options;

    /// <param name="service">The service.</param>
    /// <param name="credentials">Null leaves them to the SDK's own chain.</param>
    /// <param name="config">Where to, and how often again.</param>
    public ServiceClient(ServiceDefinition service, AWSCredentials? credentials, ServiceConfig config)
        : base(credentials, config)
    {
        this.service = service;
        Endpoint = config.ServiceURL;
        options = new InvokeOptions
        {
            RequestMarshaller = new ServiceRequestMarshaller(service),
            ResponseUnmarshaller = ServiceResponseUnmarshaller.Instance,
        };
    }

    public string Endpoint { get; }

    /// <summary>Calls an action of the query protocol and answers its result element.</summary>
    public async Task<XElement> QueryAsync(string action, IEnumerable<KeyValuePair<string, string>> parameters, CancellationToken cancellationToken)
    {
        var body = await SendAsync(ServiceRequest.Query(service, action, parameters), cancellationToken);
        try
        {
            var root = ServiceXml.Parse(body);
            return root.Child(action + "Result") ?? root;
        }
        catch (XmlException error)
        {
            throw NotUnderstood(action, error);
        }
    }

    /// <summary>Calls an operation of the JSON 1.1 protocol.</summary>
    public async Task<JsonDocument> JsonAsync(string targetPrefix, string operation, byte[] body, CancellationToken cancellationToken) => ParseJson(operation, await SendAsync(
        new ServiceRequest(operation) { Method = "POST", ContentType = "application/x-amz-json-1.1", Target = $"{targetPrefix}.{operation}", Body = body }, cancellationToken));

    /// <summary>Calls an operation of the REST protocol that only reads.</summary>
    public async Task<JsonDocument> GetAsync(string operation, string path, CancellationToken cancellationToken) =>
        ParseJson(operation, await SendAsync(new ServiceRequest(operation) { Method = "GET", Path = path }, cancellationToken));

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new FixedEndpoint());
        pipeline.AddHandlerAfter<Marshaller>(new SignatureScheme());
    }

    private async Task<byte[]> SendAsync(ServiceRequest request, CancellationToken cancellationToken) =>
        (await InvokeAsync<ServiceResponse>(request, options, cancellationToken)).Body;

    private JsonDocument ParseJson(string operation, byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException error)
        {
            throw NotUnderstood(operation, error);
        }
    }

    private AmazonClientException NotUnderstood(string action, Exception error) =>
        new($"{Endpoint} answered {action} with what is no answer of {service.Id}: {error.Message}", error);

    private sealed class FixedEndpoint : PipelineHandler
    {
        public override Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            var context = executionContext.RequestContext;
            context.Request.Endpoint = new Uri(context.ClientConfig.ServiceURL);
            return base.InvokeAsync<T>(executionContext);
        }
    }

    private sealed class SignatureScheme : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
    }
}
