using System.Collections;
using System.Management.Automation;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>The values of a mapping's variables, as a hashtable gives them.</summary>
internal static class VariableValues
{
    public static IReadOnlyDictionary<string, string> Read(IDictionary? given)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in given ?? new Hashtable())
        {
            var name = LanguagePrimitives.ConvertTo<string>(entry.Key);
            values[name] = entry.Value is null
                ? throw new DdbException("MappingVariableMissing", DdbErrorKind.InvalidArgument, name,
                    $"The variable '{name}' was given no value. Write @{{ {name} = 'value' }}; nothing was changed.")
                : LanguagePrimitives.ConvertTo<string>(entry.Value);
        }

        return values;
    }
}
