namespace DynamoNamespace.Tests.Support.ControlPlane.Http;

/// <summary>The XML namespaces of the query services' answers.</summary>
internal static class QueryNamespaces
{
    public static string Of(string service) => service switch
    {
        "cloudformation" => "http://cloudformation.amazonaws.com/doc/2010-05-15/",
        "iam" => "https://iam.amazonaws.com/doc/2010-05-08/",
        "sts" => "https://sts.amazonaws.com/doc/2011-06-15/",
        "monitoring" => "http://monitoring.amazonaws.com/doc/2010-08-01/",
        _ => throw new ArgumentOutOfRangeException(nameof(service), service, "This service does not speak the query protocol."),
    };
}
