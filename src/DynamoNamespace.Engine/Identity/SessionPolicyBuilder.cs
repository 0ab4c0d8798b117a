using System.Text;
using System.Text.Json;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Registry;

namespace DynamoNamespace.Engine.Identity;

/// <summary>
/// Writes a policy that names its namespaces: for an STS session
/// (2,048 characters with all session policies' ARNs, https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html;
/// AWS packs policy and session tags too, and has a second limit on the packed size that only it can tell)
/// or for a managed policy (6,144 characters, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
/// </summary>
internal static class SessionPolicyBuilder
{
    private const int SessionLimit = 2048;
    private const int ManagedLimit = 6144;

    private static readonly string[] Reads = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"];

    /// <exception cref="DdbException">The ARN or an ID is not legal, or the policy gets too long.</exception>
    public static DdbNamespacePolicy Build(string tableArn, DdbNamespaceAccessLevel access, DdbPolicyKind kind, IEnumerable<string> namespaceIds)
    {
        var table = TableArn.Parse(tableArn);
        List<string> ids = [.. namespaceIds.Distinct(StringComparer.Ordinal)];
        if (ids.Count == 0)
        {
            throw new DdbException("NoNamespace", DdbErrorKind.InvalidArgument, table.TableName,
                $"A policy for table '{table.TableName}' needs at least one namespace. Name one or more; nothing was made.");
        }

        ids.ForEach(NamespaceNames.CheckId);
        var document = Write(table, access, ids);
        var (size, limit) = (SizeOf(document, kind), kind == DdbPolicyKind.Session ? SessionLimit : ManagedLimit);
        return size <= limit
            ? new DdbNamespacePolicy { TableName = table.TableName, TableArn = table.Text, Access = access, Kind = kind, NamespaceIds = ids, PolicyDocument = document, Size = size, Limit = limit }
            : throw TooLong(table, access, kind, ids, size, limit);
    }

    private static DdbException TooLong(TableArn table, DdbNamespaceAccessLevel access, DdbPolicyKind kind, List<string> ids, int size, int limit)
    {
        var fitting = Enumerable.Range(1, ids.Count).TakeWhile(count => SizeOf(Write(table, access, ids[..count]), kind) <= limit).LastOrDefault();
        var next = kind == DdbPolicyKind.Session
            ? "Name fewer namespaces, or make a managed policy of the same, which takes 6,144 characters"
            : "Name fewer namespaces, or make several policies";
        return new DdbException("PolicyTooLong", DdbErrorKind.LimitExceeded, table.TableName,
            $"A {(kind == DdbPolicyKind.Session ? "session" : "managed")} policy for these {ids.Count} namespaces of table '{table.TableName}' has {size} characters, and AWS takes {limit}: the first {fitting} of them fit. {next}; nothing was made.");
    }

    /// <summary>IAM does not count white space in a managed policy; STS counts every character.</summary>
    private static int SizeOf(string document, DdbPolicyKind kind) =>
        kind == DdbPolicyKind.Session ? document.Length : document.Count(character => !char.IsWhiteSpace(character));

    private static string Write(TableArn table, DdbNamespaceAccessLevel access, IReadOnlyList<string> ids)
    {
        using var stream = new MemoryStream();
        // AWS takes U+0020 to U+00FF only; the writer escapes whatever is not ASCII.
        using (var json = new Utf8JsonWriter(stream))
        {
            var own = ids.Select(id => KeysOf(Escape(id))).ToList();
            var shared = KeysOf(NamespaceNames.Reserved);
            json.WriteStartObject();
            json.WriteString("Version", "2012-10-17");
            json.WriteStartArray("Statement");
            switch (access)
            {
                case DdbNamespaceAccessLevel.Acquire:
                    // The IDs are what grows, so they stand once; the shared keys get a statement of their own.
                    WriteStatement(json, table, [.. Reads, "dynamodb:UpdateItem"], own);
                    WriteStatement(json, table, Reads, [shared]);
                    break;
                case DdbNamespaceAccessLevel.Full:
                    WriteStatement(json, table, [.. Reads, "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"], [.. own, shared]);
                    break;
                default:
                    WriteStatement(json, table, Reads, [.. own, shared]);
                    break;
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.ASCII.GetString(stream.ToArray());
    }

    private static void WriteStatement(Utf8JsonWriter json, TableArn table, IEnumerable<string> actions, IEnumerable<string> keys)
    {
        json.WriteStartObject();
        json.WriteString("Effect", "Allow");
        WriteList(json, "Action", actions);
        WriteList(json, "Resource", [table.Text, table.Index("*")]);
        json.WriteStartObject("Condition");
        json.WriteStartObject("ForAllValues:StringLike");
        WriteList(json, "dynamodb:LeadingKeys", keys);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static string KeysOf(string id) => id + "/*";

    /// <summary>What would be a wildcard or begin a variable stands for itself (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars).</summary>
    private static string Escape(string id)
    {
        var escaped = new StringBuilder(id.Length);
        foreach (var character in id)
            escaped.Append(character is '*' or '?' or '$' ? $"${{{character}}}" : character.ToString());
        return escaped.ToString();
    }
}
