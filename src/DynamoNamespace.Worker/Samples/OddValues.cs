using System.Text;
using System.Text.Json.Nodes;
using static DynamoNamespace.Worker.Samples.AttributeJson;

namespace DynamoNamespace.Worker.Samples;

/// <summary>Values and attribute names at the edges of what DynamoDB stores.</summary>
internal static class OddValues
{
    public static IEnumerable<JsonObject> Items(SampleSource source) =>
    [
        EveryType(source),
        Numbers(),
        Empties(),
        AttributeNames(),
        Nested(),
    ];

    private static JsonObject EveryType(SampleSource source) => Item(
        ("PK", S("ENTITY#every-type")),
        ("SK", S("#META")),
        ("b", B(source.Random.Bytes(33))),
        ("bool_false", Bool(false)),
        ("bool_true", Bool(true)),
        ("bs", Bs([0], [0xFF, 0xFE], Encoding.UTF8.GetBytes("text"))),
        ("list", L(S("a"), N("1"), Bool(true), Null(), L(N("2"), M(("x", Ss("q")))), B([1, 2, 3]))),
        ("map", M(("l", L()), ("m", M(("deep", Ns("1", "2")), ("sets", L(Bs([7], [8]))))), ("s", S("line one\nline \"two\"\u0001\\")))),
        ("metadata", M(("tier", S("gold")))),
        ("ns", Ns("3", "-1", "2.5", "1E+20")),
        ("null", Null()),
        ("ss", Ss("z", "a", "quote's", "\"", "\\", "ü", "🚀")));

    private static JsonObject Numbers() => Item(
        ("PK", S("ENTITY#numbers")),
        ("SK", S("#META")),
        ("digits_38", N("12345678901234567890123456789012345678")),
        ("fraction_38", N("-1234567890.0123456789012345678901234567")),
        ("largest", N("9.9999999999999999999999999999999999999E+125")),
        ("long_min", N(long.MinValue)),
        ("negative_exponent", N("-2.5E-7")),
        ("not_a_double", N("0.1000000000000000055511151231257827021")),
        ("set", Ns("99999999999999999999999999999999999999", "99999999999999999999999999999999999998", "-0.5")),
        ("smallest", N("1E-130")),
        ("trailing_zeros", N("100.00")),
        ("zero", N("0")));

    private static JsonObject Empties() => Item(
        ("PK", S("ENTITY#empties")),
        ("SK", S("#META")),
        ("binary", B([])),
        ("list", L()),
        ("map", M()),
        ("nested", L(S(""), L(), M(("inner", S(""))))),
        ("set_of_empty_string", Ss("")),
        ("string", S("")));

    /// <summary>Names that have to be quoted, escaped or aliased in PartiQL and in expressions, reserved words among them.</summary>
    private static JsonObject AttributeNames() => Item(
        ("PK", S("ENTITY#attribute-names")),
        ("SK", S("#META")),
        (" leading and trailing ", N(1)),
        ("#hash", N(2)),
        ("?", N(3)),
        ("it's", N(4)),
        ("''", N(5)),
        ("double\"quote", N(6)),
        ("back\\slash", N(7)),
        ("dotted.name[0]", N(8)),
        ("dotted", M(("name", L(N(9))))),
        (":colon,comma}", N(10)),
        ("SELECT", N(11)),
        ("value", N(12)),
        ("имя-名前-🚀", N(13)),
        ("tab\tname", N(14)),
        ("gsi1pk", N(15)),
        (new string('n', 300), N(16)));

    private static JsonObject Nested()
    {
        // 32 levels are allowed; the innermost string stands on the 30th.
        var value = S("the bottom");
        for (var level = 0; level < 29; level++)
            value = level % 2 == 0 ? L(value) : M(("down", value), ("level", N(level)));
        return Item(("PK", S("ENTITY#nested")), ("SK", S("#META")), ("metadata", value));
    }
}
