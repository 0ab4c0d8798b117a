using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.State.Table;

/// <summary>The errors of a state table.</summary>
internal static class StateTableErrors
{
    public const string UnavailableId = "StateStoreUnavailable";
    public const string UnreadableId = "StateUnreadable";

    private const string Alternative =
        "Fix that, name another table with -StateTableName (--state-table), or keep the state in a folder with "
        + "-CheckpointPath (--checkpoint-path), which every later command of this plan then needs too.";

    /// <summary>The actions that a role needs on the state table.</summary>
    public static IReadOnlyList<string> Actions { get; } =
    [
        "dynamodb:CreateTable", "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem",
        "dynamodb:DeleteItem", "dynamodb:Query", "dynamodb:TagResource", "dynamodb:UpdateTimeToLive",
        "dynamodb:DescribeTimeToLive",
    ];

    public static Exception Translate(Exception error, string operation, string tableName, string endpoint)
    {
        if (AwsErrors.IsAccessDenied(error))
        {
            return new DdbException(UnavailableId, DdbErrorKind.PermissionDenied, tableName,
                $"The state table '{tableName}' cannot be used, because AWS refused {operation}: "
                + $"{error.Message.TrimEnd('.')}. A role needs {string.Join(", ", Actions)} on this table. "
                + Alternative,
                error);
        }

        if (AwsErrors.IsNotOffered(error))
            return Unavailable(tableName, $"{endpoint} does not offer {operation}", error);
        return error switch
        {
            ResourceNotFoundException => Unavailable(tableName, "it does not exist any more", error),
            AmazonServiceException { ErrorCode: "ValidationException" or "ValidationError" } =>
                Unavailable(tableName, $"{operation} was refused: {error.Message.TrimEnd('.')}", error),
            _ => AwsErrors.Translate(error, CallSubject.Table(tableName), endpoint),
        };
    }

    public static DdbException Unavailable(string tableName, string why, Exception? inner = null) => new(
        UnavailableId, DdbErrorKind.InvalidState, tableName,
        $"The state table '{tableName}' cannot be used: {why}. {Alternative}", inner);

    public static DdbException WrongKey(string tableName, string key) => Unavailable(
        tableName,
        $"it has the key {key}, and a state table has the partition key {StateKeys.Partition} and the sort key "
        + $"{StateKeys.Sort}, both of type S");

    public static DdbException Unreadable(string tableName, string key, string why, Exception? inner) => new(
        UnreadableId, DdbErrorKind.InvalidState, tableName,
        $"The item '{key}' of the state table '{tableName}' cannot be read: {why}. Nothing was changed.", inner);

    public static DdbException Newer(string tableName, string planId, string format, string known) => new(
        UnreadableId, DdbErrorKind.InvalidState, tableName,
        $"The state of the plan {planId} in table '{tableName}' has the format '{format}', and this version reads "
        + $"'{known}'. Update this module to the version that stored it, then run the same command again; "
        + "nothing was changed.");
}
