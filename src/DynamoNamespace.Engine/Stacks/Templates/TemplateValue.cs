namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>What a template's value means, however it is written.</summary>
internal abstract record TemplateValue
{
    public static TemplateValue Of(string text) => new TemplateText(text);

    public static TemplateMap Map(params (string Name, TemplateValue Value)[] members) => new(members);

    public static TemplateList List(IEnumerable<TemplateValue> items) => new([.. items]);

    public static TemplateList List(IEnumerable<string> texts) => List(texts.Select(Of));

    /// <summary>The stack's name with something behind it.</summary>
    public static TemplateCall Sub(string text) => new("Fn::Sub", Of(text));

    public static TemplateCall GetAtt(string logicalId, string attribute) => new("Fn::GetAtt", List([logicalId, attribute]));

    public static TemplateCall Ref(string logicalId) => new("Ref", Of(logicalId));
}

/// <summary>A text; or a number or a truth value, which stands without quotes.</summary>
internal sealed record TemplateText(string Value, bool IsBare = false) : TemplateValue;

/// <summary>Names and their values, in order.</summary>
internal sealed record TemplateMap(IReadOnlyList<(string Name, TemplateValue Value)> Members) : TemplateValue;

/// <summary>Values in order.</summary>
internal sealed record TemplateList(IReadOnlyList<TemplateValue> Items) : TemplateValue;

/// <summary>An intrinsic function by its long name, such as <c>Fn::Sub</c>, or <c>Ref</c>.</summary>
internal sealed record TemplateCall(string Function, TemplateValue Argument) : TemplateValue
{
    /// <summary>The short form's tag, such as <c>!Sub</c>.</summary>
    public string Tag => "!" + (Function.StartsWith("Fn::", StringComparison.Ordinal) ? Function["Fn::".Length..] : Function);

    /// <summary>A function of a function. Its short form would need two tags on one value, so it is written in the long one.</summary>
    public bool NeedsLongForm => Argument is TemplateCall;

    public TemplateMap ToLongForm() => new([(Function, Argument)]);

    /// <summary>How the argument is written behind the tag: <c>!GetAtt</c> takes a text with a dot.</summary>
    public TemplateValue TaggedArgument => Function == "Fn::GetAtt" && Argument is TemplateList list && list.Items.All(item => item is TemplateText)
        ? new TemplateText(string.Join('.', list.Items.Cast<TemplateText>().Select(item => item.Value)))
        : Argument;
}
