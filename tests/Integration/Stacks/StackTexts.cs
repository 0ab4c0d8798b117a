using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Stacks;

/// <summary>Templates beside those of the fixtures, and what a test does to a stack by itself.</summary>
internal static class StackTexts
{
    private static readonly string[] Letters = ["A", "B", "C"];

    /// <summary>A stack of tables with these names.</summary>
    public static string WithTables(params string[] names) =>
        "Resources:\n" + string.Concat(names.Select((name, place) => Table($"Table{Letters[place]}", name))) + Outputs;

    /// <summary>A table and parameters: one that is secret, and one with a default.</summary>
    public static string Parametrized(string table) =>
        """
        Parameters:
          Secret:
            Type: String
            NoEcho: true
            Default: none
          Stage:
            Type: String
            Default: dev
        Resources:
          Log:
            Type: AWS::Logs::LogGroup
            Properties:
              LogGroupName: !Sub ${AWS::StackName}-${Stage}-${Secret}

        """ + table + Outputs;

    public static string WithoutTable =>
        """
        Resources:
          Log:
            Type: AWS::Logs::LogGroup

        """;

    public static Task ChangeParameterAsync(this TestStack stack, string name, string value) => stack.ChangeParametersAsync((name, value));

    public static async Task ChangeParametersAsync(this TestStack stack, params (string Name, string Value)[] parameters)
    {
        await stack.BeginUpdateAsync(await stack.TemplateAsync(), parameters);
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

    public static async Task<string> ParameterAsync(this TestStack stack, string name) => (await stack.DescribeAsync())
        .Element("Parameters")!.Elements().Single(parameter => parameter.Element("ParameterKey")!.Value == name).Element("ParameterValue")!.Value;

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

    /// <summary>Changes an index behind the stack's back, and waits until it is done.</summary>
    public static async Task ChangeIndexAsync(this TestStack stack, string update)
    {
        var request = new JsonObject { ["TableName"] = stack.Name, ["GlobalSecondaryIndexUpdates"] = JsonNode.Parse($"[{update}]") };
        if (update.Contains("Create", StringComparison.Ordinal))
            request["AttributeDefinitions"] = JsonNode.Parse("""[{"AttributeName":"GSI4PK","AttributeType":"S"},{"AttributeName":"GSI4SK","AttributeType":"S"}]""");
        await stack.Api.JsonAsync("dynamodb", "DynamoDB_20120810.UpdateTable", request);
        await stack.WaitForIndexesAsync();
    }

    public static async Task WaitForIndexesAsync(this TestStack stack)
    {
        while ((await stack.IndexesAsync()).Any(index => !index.EndsWith(" ACTIVE", StringComparison.Ordinal)))
            await Task.Delay(5);
    }

    public static async Task<string> LogGroupAsync(this TestStack stack) =>
        (await stack.Api.CloudFormationAsync("DescribeStackResources", [("StackName", stack.Name), ("LogicalResourceId", "Log")])).Descendants("PhysicalResourceId").Single().Value;

    public static async Task CreateBucketAsync(this TestStack stack, string bucket) =>
        Assert.Equal(200, (await stack.Api.SendAsync(HttpMethod.Put, $"/{bucket}", "s3")).Status);

    public static async Task PutObjectAsync(this TestStack stack, string bucket, string key, string text)
    {
        await stack.CreateBucketAsync(bucket);
        using var content = new StringContent(text);
        Assert.Equal(200, (await stack.Api.SendAsync(HttpMethod.Put, $"/{bucket}/{key}", "s3", content)).Status);
    }

    public static Task DeleteTableAsync(this TestStack stack) =>
        stack.Api.JsonAsync("dynamodb", "DynamoDB_20120810.DeleteTable", new JsonObject { ["TableName"] = stack.Name });

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
