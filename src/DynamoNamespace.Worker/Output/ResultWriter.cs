using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DynamoNamespace.Worker.Output;

/// <summary>Writes results to the output stream: text for people, or JSON with the cmdlets' property names in camelCase.</summary>
internal sealed class ResultWriter(bool json)
{
    private static readonly JsonSerializerOptions JsonOptions = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    public bool IsJson => json;

    public void Write<T>(T result, Func<T, string> toText) =>
        Console.Out.WriteLine(json ? JsonSerializer.Serialize<object?>(result, JsonOptions) : toText(result));
}
