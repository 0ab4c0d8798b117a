using System.Text.RegularExpressions;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Identity;

/// <summary>A table's ARN and what it tells.</summary>
internal sealed partial record TableArn
{
    private TableArn(Match match) =>
        (Text, Region, Account, TableName) = (match.Value, match.Groups["region"].Value, match.Groups["account"].Value, match.Groups["table"].Value);

    public string Text { get; }

    public string Region { get; }

    public string Account { get; }

    public string TableName { get; }

    public string Index(string name) => $"{Text}/index/{name}";

    /// <exception cref="DdbException">It is no table's ARN.</exception>
    public static TableArn Parse(string text) => Pattern().Match(text) is { Success: true } match
        ? new TableArn(match)
        : throw new DdbException("InvalidTableArn", DdbErrorKind.InvalidArgument, text,
            $"'{text}' is no table's ARN; one looks like 'arn:aws:dynamodb:eu-west-1:123456789012:table/limits'. Take the output TableArn of the table's stack; nothing was changed.");

    public override string ToString() => Text;

    [GeneratedRegex(@"^arn:aws[a-z-]*:dynamodb:(?<region>[a-z0-9-]+):(?<account>[0-9]{12}):table/(?<table>[A-Za-z0-9_.-]{3,255})\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
