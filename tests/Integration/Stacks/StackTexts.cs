using System.Globalization;

namespace DynamoNamespace.Tests.Integration.Stacks;

/// <summary>Templates beside those of the fixtures, and what a test does to a stack by itself.</summary>
internal static class StackTexts
{
    private static readonly string[] Letters = ["A", "B", "C"];

    /// <summary>A stack of tables with these names.</summary>
    public static string WithTables(params string[] names) =>
        "Resources:\n" + string.Concat(names.Select((name, place) => Table($"Table{Letters[place]}", name))) + Outputs;

    /// <summary>A table and parameters: one that is secret, and one with a default.</summary>
    public static string WithParameters =>
        """
        Parameters:
          Secret:
            Type: String
            NoEcho: true
          Stage:
            Type: String
            Default: dev
        Resources:
          Log:
            Type: AWS::Logs::LogGroup
            Properties:
              LogGroupName: !Sub ${AWS::StackName}-${Stage}-${Secret}

        """ + Table("Limits", "${AWS::StackName}") + Outputs;

    public static string WithoutTable =>
        """
        Resources:
          Log:
            Type: AWS::Logs::LogGroup

        """;

    public static async Task ChangeParameterAsync(this TestStack stack, string name, string value)
    {
        await stack.BeginUpdateAsync(await stack.TemplateAsync(), (name, value));
        await stack.Api.WaitForStackAsync(stack.Name, "UPDATE_COMPLETE");
    }

    /// <summary>Somebody else's update.</summary>
    public static Task BeginUpdateAsync(this TestStack stack, string template, params (string Name, string Value)[] parameters) => stack.Api.CloudFormationAsync("UpdateStack",
    [
        ("StackName", stack.Name), ("TemplateBody", template), ("Capabilities.member.1", "CAPABILITY_NAMED_IAM"),
        .. parameters.SelectMany((parameter, place) => new[]
        {
            (string.Create(CultureInfo.InvariantCulture, $"Parameters.member.{place + 1}.ParameterKey"), parameter.Name),
            (string.Create(CultureInfo.InvariantCulture, $"Parameters.member.{place + 1}.ParameterValue"), parameter.Value),
        }),
    ]);

    public static async Task<IReadOnlyList<string>> EventIdsAsync(this TestStack stack)
    {
        var ids = new List<string>();
        string? next = null;
        do
        {
            var page = await stack.Api.CloudFormationAsync("DescribeStackEvents", next is null ? [("StackName", stack.Name)] : [("StackName", stack.Name), ("NextToken", next)]);
            ids.AddRange(page.Descendants("EventId").Select(id => id.Value));
            next = page.Descendants("NextToken").FirstOrDefault()?.Value;
        }
        while (next is not null);
        return ids;
    }

    public static string Table(string logicalId, string name, string keyType = "S") =>
        $$"""
          {{logicalId}}:
            Type: AWS::DynamoDB::Table
            Properties:
              TableName: !Sub {{name}}
              BillingMode: PAY_PER_REQUEST
              AttributeDefinitions:
                - AttributeName: PK
                  AttributeType: S
                - AttributeName: SK
                  AttributeType: S
                - AttributeName: GSI1PK
                  AttributeType: {{keyType}}
              KeySchema:
                - AttributeName: PK
                  KeyType: HASH
                - AttributeName: SK
                  KeyType: RANGE
              GlobalSecondaryIndexes:
                - IndexName: GSI1
                  KeySchema:
                    - AttributeName: GSI1PK
                      KeyType: HASH
                  Projection:
                    ProjectionType: ALL

        """;

    private const string Outputs =
        """
        Outputs:
          Greeting:
            Value: hello

        """;
}
