using System.Text;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;
using DynamoNamespace.Tests.Support.ControlPlane.Http;
using DynamoNamespace.Tests.Support.ControlPlane.S3;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Actions;

/// <summary>
/// Where a call's template comes from: its body, S3, or the stack.
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
/// </summary>
internal sealed class TemplateSource(S3Service s3)
{
    private const int LargestBody = 51_200;
    private const int LargestObject = 1_048_576;

    /// <exception cref="AwsException">There is no template, or none that CloudFormation takes.</exception>
    public Template Read(QueryParameters parameters, Stack? stack)
    {
        var body = parameters.Text("TemplateBody");
        var url = parameters.Text("TemplateURL");
        if (parameters.Flag("UsePreviousTemplate") == true)
        {
            if (body is not null || url is not null)
                throw AwsException.Validation("You cannot specify both usePreviousTemplate and Template Body/Template URL.");
            return stack?.Definition?.Template ?? throw AwsException.Validation("There is no previous template to use.");
        }

        return (body, url) switch
        {
            (null, null) => throw AwsException.Validation("Either Template URL or Template Body must be specified."),
            (not null, null) => Template.Parse(CheckedBody(body)),
            (null, not null) => Template.Parse(Fetch(url)),
            _ => throw AwsException.Validation("You must specify either Template URL or Template Body, but not both."),
        };
    }

    private static string CheckedBody(string body) => Encoding.UTF8.GetByteCount(body) switch
    {
        0 => throw AwsException.Validation("1 validation error detected: Value '' at 'templateBody' failed to satisfy constraint: Member must have length greater than or equal to 1"),
        > LargestBody => throw AwsException.Validation(
            $"1 validation error detected: Value '{body}' at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to {LargestBody}"),
        _ => body,
    };

    private string Fetch(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || !(address.Scheme == Uri.UriSchemeHttps || address.IsLoopback))
            throw AwsException.Validation("TemplateURL must be a supported URL.");
        var path = Uri.UnescapeDataString(address.AbsolutePath).TrimStart('/');
        var host = address.Host;
        var (bucket, key) = host.Contains(".s3", StringComparison.Ordinal)
            ? (host[..host.IndexOf(".s3", StringComparison.Ordinal)], path)
            : path.Split('/', 2) is [var first, var rest] ? (first, rest) : throw AwsException.Validation("TemplateURL must be a supported URL.");
        var bytes = s3.Read(bucket, key) ?? throw AwsException.Validation("S3 error: Access Denied\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html");
        return bytes.Length <= LargestObject
            ? Encoding.UTF8.GetString(bytes)
            : throw AwsException.Validation($"Template may not exceed {LargestObject} bytes in size.");
    }
}
