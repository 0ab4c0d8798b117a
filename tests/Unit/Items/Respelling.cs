using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.Comparison;

namespace DynamoNamespace.Tests.Unit.Items;

/// <summary>
/// Writes an item's JSON again with everything changed that does not count: white space, member order, set order,
/// string escapes, the spelling of numbers, the escapes in base64.
/// </summary>
internal sealed class Respelling(Random random)
{
    private readonly StringBuilder text = new();

    public static string Of(JsonObject item, Random random)
    {
        var respelling = new Respelling(random);
        respelling.Members(item);
        return respelling.text.ToString();
    }

    private void Members(JsonObject members)
    {
        Put("{");
        var order = members.ToArray();
        random.Shuffle(order);
        for (var index = 0; index < order.Length; index++)
        {
            if (index > 0)
                Put(",");
            Put(Text(order[index].Key));
            Put(":");
            Value(order[index].Value!.AsObject());
        }

        Put("}");
    }

    private void Value(JsonObject value)
    {
        var (type, content) = value.Single();
        Put("{");
        Put($"\"{type}\"");
        Put(":");
        switch (type)
        {
            case "M":
                Members(content!.AsObject());
                break;
            case "L":
                Elements(content!.AsArray().Select(element => element!.AsObject()), Value);
                break;
            case "SS" or "NS" or "BS":
                var elements = content!.AsArray().Select(element => element!.GetValue<string>()).ToArray();
                random.Shuffle(elements);
                Elements(elements, element => Put(Scalar(type[..1], element)));
                break;
            case "BOOL" or "NULL":
                Put(content!.GetValue<bool>() ? "true" : "false");
                break;
            default:
                Put(Scalar(type, content!.GetValue<string>()));
                break;
        }

        Put("}");
    }

    private void Elements<T>(IEnumerable<T> elements, Action<T> write)
    {
        Put("[");
        foreach (var (element, index) in elements.Select((element, index) => (element, index)))
        {
            if (index > 0)
                Put(",");
            write(element);
        }

        Put("]");
    }

    private string Scalar(string type, string content) => type switch
    {
        "N" => $"\"{Number(content)}\"",
        _ => Text(content),
    };

    private string Number(string content)
    {
        var number = ExactNumber.Parse(content);
        if (number.Mantissa.IsZero)
            return Pick("0", "-0", "0.000", "0e5", "-0E-3", "00");
        var zeros = random.Next(3);
        var exponent = number.Exponent - zeros;
        var digits = (BigInteger.Abs(number.Mantissa) * BigInteger.Pow(10, zeros)).ToString(CultureInfo.InvariantCulture);
        var sign = number.Mantissa.Sign < 0 ? "-" : "";
        if (exponent == 0 && random.Next(2) == 0)
            return sign + digits;
        var point = random.Next(digits.Length + 1);
        exponent += digits.Length - point;
        digits = point == digits.Length ? digits : $"{(point == 0 ? Pick("0", "") : digits[..point])}.{digits[point..]}";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{Pick("", "0")}{digits}{Pick("e", "E")}{(exponent < 0 ? "" : Pick("", "+"))}{exponent}");
    }

    private string Text(string content)
    {
        var quoted = new StringBuilder("\"");
        for (var index = 0; index < content.Length; index++)
        {
            var character = content[index];
            if (char.IsHighSurrogate(character))
            {
                quoted.Append(random.Next(2) == 0 ? content.Substring(index, 2) : Escape(character) + Escape(content[index + 1]));
                index++;
            }
            else if (character is < ' ' or '"' or '\\' || random.Next(4) == 0)
            {
                quoted.Append(Escape(character));
            }
            else
            {
                quoted.Append(character);
            }
        }

        return quoted.Append('"').ToString();
    }

    private string Escape(char character)
    {
        var code = string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
        var named = character switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '/' => "\\/",
            '\n' => "\\n",
            '\t' => "\\t",
            _ => code,
        };
        return Pick(code, string.Concat("\\u", code.AsSpan(2).ToString().ToUpperInvariant()), named);
    }

    private void Put(string part) => text.Append(Pick("", "", "", " ", "\n\t")).Append(part);

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
}
