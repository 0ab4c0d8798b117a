using System.Reflection;
using System.Runtime.Loader;
using DynamoNamespace.Build.Staging;

namespace DynamoNamespace.Build.Help;

/// <summary>
/// Reads the cmdlets' metadata out of the staged assembly. Attributes are read as data and no code of the assembly runs,
/// because PowerShell Standard, which stands in for PowerShell here, has signatures only.
/// </summary>
internal static class CmdletAssembly
{
    private const string Automation = "System.Management.Automation.";

    public static IReadOnlyList<CmdletDefinition> Read(string path)
    {
        var load = new AssemblyLoadContext("cmdlets", isCollectible: false);
        var folders = new[] { Path.GetDirectoryName(path)!, Path.Combine(Path.GetDirectoryName(path)!, ModuleStage.Dependencies) };
        load.Resolving += (context, name) => folders
            .Select(folder => Path.Combine(folder, name.Name + ".dll"))
            .Where(File.Exists).Select(file => Load(context, file)).FirstOrDefault();

        return [.. Load(load, path).GetTypes()
            .Where(type => !type.IsAbstract)
            .Select(type => (Type: type, Cmdlet: Find(type, "CmdletAttribute")))
            .Where(pair => pair.Cmdlet is not null)
            .Select(pair => Define(pair.Type, pair.Cmdlet!))
            .OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];
    }

    /// <summary>From memory, so that the file is not held and the staged folder can be moved.</summary>
    private static Assembly Load(AssemblyLoadContext context, string path)
    {
        using var content = new MemoryStream(File.ReadAllBytes(path));
        return context.LoadFromStream(content);
    }

    private static CmdletDefinition Define(Type type, CustomAttributeData cmdlet)
    {
        var parameters = type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(property => Find(property, "ParameterAttribute") is not null)
            .Select(DefineParameter).ToList();
        if (Named(cmdlet, "SupportsShouldProcess") is true)
            parameters.AddRange([Common("WhatIf", "wi"), Common("Confirm", "cf")]);
        return new(
            (string)cmdlet.ConstructorArguments[0].Value!,
            (string)cmdlet.ConstructorArguments[1].Value!,
            Named(cmdlet, "DefaultParameterSetName") as string,
            Named(cmdlet, "HelpUri") as string,
            parameters);
    }

    private static ParameterDefinition Common(string name, string alias) =>
        new(name, ParameterDefinition.SwitchType, [alias], [], TakesWildcards: false, [new(ParameterUse.AllSets, Mandatory: false, Position: null, FromPipeline: false, FromPipelineByName: false)]);

    private static ParameterDefinition DefineParameter(PropertyInfo property) => new(
        property.Name,
        NameOf(property.PropertyType),
        [.. Texts(Find(property, "AliasAttribute"))],
        Values(property),
        Find(property, "SupportsWildcardsAttribute") is not null,
        [.. property.CustomAttributes.Where(attribute => Is(attribute, "ParameterAttribute")).Select(Use)]);

    private static ParameterUse Use(CustomAttributeData parameter) => new(
        Named(parameter, "ParameterSetName") as string ?? ParameterUse.AllSets,
        Named(parameter, "Mandatory") is true,
        Named(parameter, "Position") is int position and >= 0 ? position : null,
        Named(parameter, "ValueFromPipeline") is true,
        Named(parameter, "ValueFromPipelineByPropertyName") is true);

    private static IReadOnlyList<string> Values(PropertyInfo property)
    {
        var element = property.PropertyType.GetElementType() ?? property.PropertyType;
        element = Nullable.GetUnderlyingType(element) ?? element;
        return Find(property, "ValidateSetAttribute") is { } set ? [.. Texts(set)] : element.IsEnum ? Enum.GetNames(element) : [];
    }

    private static string NameOf(Type type)
    {
        if (type.IsArray)
            return NameOf(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return NameOf(underlying);
        return type.IsGenericType
            ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
            : type.Name;
    }

    /// <summary>The strings of an attribute such as [Alias("a", "b")].</summary>
    private static IEnumerable<string> Texts(CustomAttributeData? attribute) =>
        (attribute?.ConstructorArguments ?? [])
            .SelectMany(argument => argument.Value as IEnumerable<CustomAttributeTypedArgument> ?? [argument])
            .Select(argument => argument.Value).OfType<string>();

    private static CustomAttributeData? Find(MemberInfo member, string attribute) =>
        member.CustomAttributes.FirstOrDefault(data => Is(data, attribute));

    private static bool Is(CustomAttributeData data, string attribute) =>
        string.Equals(data.AttributeType.FullName, Automation + attribute, StringComparison.Ordinal);

    private static object? Named(CustomAttributeData data, string name) =>
        data.NamedArguments.Where(argument => string.Equals(argument.MemberName, name, StringComparison.Ordinal)).Select(argument => argument.TypedValue.Value).FirstOrDefault();
}
