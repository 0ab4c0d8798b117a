namespace DynamoNamespace.Tests.Support.ControlPlane.Http;

/// <summary>The wire forms of AWS services, which differ above all in how errors look.</summary>
internal enum AwsProtocol
{
    /// <summary>A form in, XML out: CloudFormation, IAM, STS.</summary>
    Query,

    /// <summary>JSON both ways, the operation in <c>X-Amz-Target</c>: DynamoDB, CloudWatch Logs.</summary>
    Json,

    /// <summary>Paths and methods, JSON bodies: Lambda.</summary>
    RestJson,

    /// <summary>Paths and methods, XML errors: S3.</summary>
    RestXml,
}
