using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Aws.CloudFormation;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Stacks.Templates;

namespace DynamoNamespace.Engine.Stacks;

/// <summary>The template that a stack is to be updated with: in the request, or at an address in S3.</summary>
/// <param name="Body">The template's text; null where it is at an address.</param>
/// <param name="Url">Its address; null where it is in the request.</param>
internal sealed record StackTemplate(string? Body, string? Url)
{
    /// <summary>The template that the user gives.</summary>
    public static async Task<StackTemplate> OfUserAsync(AwsServices services, StackUpdateOptions options, CancellationToken cancellationToken)
    {
        if (options.TemplateUrl is not null)
            return new StackTemplate(null, options.TemplateUrl);
        try
        {
            return await HandOverAsync(services, options, await File.ReadAllTextAsync(options.TemplatePath!, cancellationToken), cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DdbException("TemplateNotReadable", DdbErrorKind.NotFound, options.TemplatePath,
                $"The template '{options.TemplatePath}' cannot be read: {error.Message.TrimEnd('.')}. Give the path of a file that can; nothing was changed.", error);
        }
    }

    /// <summary>Puts a large template where CloudFormation can read it.</summary>
    /// <exception cref="DdbException">It is larger than the request may be, and no bucket was given, or larger than CloudFormation takes.</exception>
    public static async Task<StackTemplate> HandOverAsync(AwsServices services, StackUpdateOptions options, string text, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length <= TemplateSize.MaximumInline)
            return new StackTemplate(text, null);
        if (bytes.Length > TemplateSize.MaximumObject || options.TemplateBucket is null)
            throw TooLarge(options.StackName, bytes.Length);

        var key = $"dynamonamespace/{Convert.ToHexString(SHA256.HashData(bytes))}.template";
        try
        {
            await services.S3.PutObjectAsync(new PutObjectRequest { BucketName = options.TemplateBucket, Key = key, InputStream = new MemoryStream(bytes) }, cancellationToken);
        }
        catch (AmazonS3Exception error) when (error.ErrorCode == "NoSuchBucket")
        {
            throw new DdbException("BucketNotFound", DdbErrorKind.NotFound, options.TemplateBucket,
                $"There is no bucket '{options.TemplateBucket}' to hand the template of stack '{options.StackName}' over in. Name a bucket of the stack's Region that you may write to; nothing was changed.", error);
        }

        return new StackTemplate(null, AddressOf(services, options.TemplateBucket, key));
    }

    /// <summary>The parameters of the deployed template, each with the user's value or the one it has.</summary>
    /// <exception cref="DdbException">A value was given for one that it does not declare.</exception>
    public static IReadOnlyDictionary<string, string?> DeployedParameters(StackDescription stack, StackUpdateOptions options)
    {
        RequireDeclared([.. stack.Parameters.Keys], stack, options);
        return stack.Parameters.Keys.ToDictionary(name => name, options.ParameterValues.GetValueOrDefault, StringComparer.Ordinal);
    }

    /// <summary>What of the stack's and the user's parameters this template takes.</summary>
    /// <exception cref="DdbException">It declares one that has no value, or a value was given for one that it does not declare.</exception>
    public async Task<IReadOnlyDictionary<string, string?>> ParametersAsync(
        ICloudFormation cloudFormation, StackDescription stack, StackUpdateOptions options, CancellationToken cancellationToken)
    {
        var declared = (await SummaryAsync(cloudFormation, stack, cancellationToken)).Parameters;
        RequireDeclared([.. declared.Select(parameter => parameter.Name)], stack, options);
        var missing = declared.FirstOrDefault(parameter => !parameter.HasDefault && !stack.Parameters.ContainsKey(parameter.Name) && !options.ParameterValues.ContainsKey(parameter.Name));
        if (missing is not null)
            throw Wrong(stack, $"needs a value for its parameter '{missing.Name}', which the stack does not have yet", $"Give it with -ParameterValue @{{ {missing.Name} = '…' }}.");
        return declared
            .Where(parameter => options.ParameterValues.ContainsKey(parameter.Name) || stack.Parameters.ContainsKey(parameter.Name))
            .ToDictionary(parameter => parameter.Name, parameter => options.ParameterValues.GetValueOrDefault(parameter.Name), StringComparer.Ordinal);
    }

    private async Task<TemplateSummary> SummaryAsync(ICloudFormation cloudFormation, StackDescription stack, CancellationToken cancellationToken)
    {
        try
        {
            return await cloudFormation.GetTemplateSummaryAsync(Body, Url, cancellationToken);
        }
        catch (AmazonServiceException error) when (error.ErrorCode == "ValidationError")
        {
            throw new DdbException("TemplateRefused", DdbErrorKind.InvalidArgument, stack.Name,
                $"CloudFormation does not take the template for stack '{stack.Name}': {error.Message.TrimEnd('.')}. Correct it and run the same command again; nothing was changed.", error);
        }
    }

    private static void RequireDeclared(IReadOnlyList<string> declared, StackDescription stack, StackUpdateOptions options)
    {
        if (options.ParameterValues.Keys.Except(declared, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
            throw Wrong(stack, $"does not declare the parameter '{unknown}'", $"It declares: {string.Join(", ", declared)}.");
    }

    private static string AddressOf(AwsServices services, string bucket, string key) =>
        services.S3.Config.ServiceURL is { Length: > 0 } endpoint
            ? $"{endpoint.TrimEnd('/')}/{bucket}/{key}"
            : $"https://{bucket}.s3.{services.Region}.{Amazon.RegionEndpoint.GetBySystemName(services.Region).PartitionDnsSuffix}/{key}";

    private static DdbException TooLarge(string stackName, int size) => new("TemplateTooLarge", DdbErrorKind.LimitExceeded, stackName, size > TemplateSize.MaximumObject
        ? FormattableString.Invariant($"The template for stack '{stackName}' has {size:N0} bytes, and CloudFormation takes at most {TemplateSize.MaximumObject:N0}. Split the stack; nothing was changed.")
        : FormattableString.Invariant($"The template for stack '{stackName}' has {size:N0} bytes, and CloudFormation takes more than {TemplateSize.MaximumInline:N0} only from S3. Name a bucket with -TemplateBucket (--template-bucket); nothing was changed."));

    private static DdbException Wrong(StackDescription stack, string what, string remedy) => new("TemplateParameterInvalid", DdbErrorKind.InvalidArgument, stack.Name,
        $"The template for stack '{stack.Name}' {what}. {remedy} Nothing was changed.");
}
