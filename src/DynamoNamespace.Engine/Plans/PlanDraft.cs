using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Plans;

/// <summary>Writes new plans, with comments, for somebody to edit.</summary>
public static class PlanDraft
{
    /// <summary>Writes a plan and reads it back.</summary>
    /// <exception cref="DdbException">The file is there, cannot be written, or cannot be a plan; or the table's key is not known. Nothing was written.</exception>
    public static async Task<DdbMigrationPlan> WriteAsync(PlanDraftOptions options, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(options.Path);
        if (File.Exists(path) && !options.Force)
        {
            throw new DdbException("PlanExists", DdbErrorKind.AlreadyExists, path,
                $"There is a file '{path}' already. Give another path, or -Force (--force) to replace it; nothing was written.");
        }

        var text = options.Example is null ? await ComposeAsync(options, path, cancellationToken) : FromExample(options);
        // What cannot be read is not to be written either.
        JsonPlace.Read(text, path, DocumentKind.Plan, root => PlanReader.Read(root, path));
        Write(path, text);
        return DdbMigrationPlan.Load(path);
    }

    private static string FromExample(PlanDraftOptions options)
    {
        if (options.Mapping is not null || options.Key.Count > 0)
        {
            throw new DdbException("ExampleHasMapping", DdbErrorKind.InvalidArgument, options.Example,
                $"The example '{options.Example}' has a mapping and a key of its own. Leave the others out; nothing was written.");
        }

        var text = PlanExamples.Read(options.Example!);
        text = options.Name is null ? text : JsonTextEdit.Set(text, "name", PlanText.Quote(options.Name));
        text = options.TableName is null ? text : JsonTextEdit.Set(text, "table", PlanText.Quote(options.TableName));
        text = options.TargetTableName is null ? text : JsonTextEdit.Set(text, "target", PlanText.Object([("table", options.TargetTableName)]));
        return options.Variables.Count == 0 ? text : JsonTextEdit.Set(text, "variables", PlanText.Object(options.Variables.Select(pair => (pair.Key, pair.Value))));
    }

    private static async Task<string> ComposeAsync(PlanDraftOptions options, string path, CancellationToken cancellationToken)
    {
        var name = options.Name ?? Path.GetFileNameWithoutExtension(path);
        if (options.Mapping is not null)
        {
            var found = MappingLoader.Find(options.Mapping, Path.GetDirectoryName(path));
            return PlanText.Compose(name, options, PlanText.Quote(options.Mapping), Values(MappingLoader.LoadFile(found.Path), options.Variables));
        }

        var key = options.Key.Count > 0 ? ReadKey(options.Key) : await ReadKeyAsync(options, cancellationToken);
        return PlanText.Compose(name, options, PlanText.Mapping(name, key, options.Variables.Keys), options.Variables.Select(pair => (pair.Key, pair.Value)));
    }

    /// <summary>A value for each variable of a mapping, or what to write there.</summary>
    private static IEnumerable<(string Name, string Value)> Values(MappingDocument document, IReadOnlyDictionary<string, string> given) =>
        document.Variables.Values.Where(variable => variable.Name != MappingVariables.NamespaceId && !given.ContainsKey(variable.Name))
            .Select(variable => (variable.Name, $"{PlanReader.EditMark} {variable.Description ?? "the value of " + variable.Name}"))
            .Concat(given.Select(pair => (pair.Key, pair.Value)));

    private static async Task<KeySchema> ReadKeyAsync(PlanDraftOptions options, CancellationToken cancellationToken)
    {
        const string advice = "Name a mapping with -Mapping (--mapping), or the key with -KeySchema, as in -KeySchema PK:S, SK:S (--key PK:S --key SK:S); nothing was written.";
        if (options.TableName is null)
            throw new DdbException("KeyNotKnown", DdbErrorKind.InvalidArgument, options.Path, $"The plan's mapping needs the table's key, and no table is named to read it from. {advice}");
        try
        {
            return await AwsCall.RunAsync(options.Connection, options.TableName,
                async client => (await TableReader.ReadAsync(client, options.TableName, cancellationToken)).Key, cancellationToken);
        }
        catch (DdbException error) when (error.ErrorId != "InvalidTableName")
        {
            throw new DdbException("KeyNotKnown", error.Kind, options.TableName, $"The key of table '{options.TableName}' cannot be read: {error.Message} {advice}", error);
        }
    }

    private static KeySchema ReadKey(IReadOnlyList<string> key)
    {
        if (key.Count > 2)
            throw InvalidKey(string.Join(", ", key), "a key has one or two attributes");
        var attributes = key.Select(ReadAttribute).ToList();
        return new KeySchema(attributes[0], attributes.Count > 1 ? attributes[1] : null);
    }

    private static KeyAttribute ReadAttribute(string text)
    {
        var colon = text.LastIndexOf(':');
        var (name, type) = colon < 0 ? (text, "S") : (text[..colon], text[(colon + 1)..]);
        return name.Length == 0 ? throw InvalidKey(text, "the name is missing") : new KeyAttribute(name, type switch
        {
            "S" => AttributeType.S,
            "N" => AttributeType.N,
            "B" => AttributeType.B,
            _ => throw InvalidKey(text, $"'{type}' is no type of a key"),
        });
    }

    private static DdbException InvalidKey(string text, string problem) => new("InvalidKeySchema", DdbErrorKind.InvalidArgument, text,
        $"'{text}' is no key: {problem}. Write the partition key, then the sort key if there is one, each as NAME:TYPE with the type S, N or B; nothing was written.");

    private static void Write(string path, string text)
    {
        try
        {
            File.WriteAllText(path, text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DdbException("PlanNotWritable", DdbErrorKind.InvalidState, path,
                $"The plan cannot be written to '{path}': {error.Message.TrimEnd('.')}. Make the folder, or give another path; nothing was written.", error);
        }
    }
}
