using System.Text;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;

/// <summary>The texts of <c>Fn::Sub</c>: <c>${Name}</c> is replaced, <c>${!Name}</c> stays as <c>${Name}</c>.</summary>
internal static class Substitution
{
    public static List<string> Names(string text)
    {
        var names = new List<string>();
        Replace(text, name =>
        {
            names.Add(name);
            return "";
        });
        return names;
    }

    public static string Replace(string text, Func<string, string> value)
    {
        var result = new StringBuilder();
        var place = 0;
        while (true)
        {
            var start = text.IndexOf("${", place, StringComparison.Ordinal);
            var end = start < 0 ? -1 : text.IndexOf('}', start);
            if (end < 0)
                return result.Append(text, place, text.Length - place).ToString();
            result.Append(text, place, start - place);
            var name = text[(start + 2)..end];
            result.Append(name.StartsWith('!') ? $"${{{name[1..]}}}" : value(name.Trim()));
            place = end + 1;
        }
    }
}
