using System.Buffers.Text;

namespace DynamoNamespace.Engine.Items;

/// <summary>
/// DynamoDB numbers: up to 38 significant digits with an exponent, compared by value, not by spelling
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html#HowItWorks.DataTypes.Number).
/// </summary>
internal static class DynamoNumber
{
    private const int MaximumExponent = 1_000_000;

    /// <summary>
    /// Writes the one spelling that all equal numbers share: sign, digits without leading or trailing zeros, exponent of the last digit.
    /// Zero is <c>0</c>. Text that is no number is written as it came, marked, so that it equals only itself.
    /// </summary>
    public static int WriteCanonical(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        if (TryWriteInteger(text, destination, out var length))
            return length;
        if (!TrySplit(text, out var negative, out var digits, out var pointShift, out var exponent))
        {
            destination[0] = (byte)'?';
            text.CopyTo(destination[1..]);
            return text.Length + 1;
        }

        Span<byte> significant = stackalloc byte[digits.Length <= 256 ? digits.Length : 0];
        if (digits.Length > 256)
            significant = new byte[digits.Length];
        var count = KeepDigits(digits, significant);
        var trimmed = significant[..count].TrimEnd((byte)'0');
        exponent += count - trimmed.Length - pointShift;
        trimmed = trimmed.TrimStart((byte)'0');
        if (trimmed.IsEmpty)
        {
            destination[0] = (byte)'0';
            return 1;
        }

        var written = 0;
        if (negative)
            destination[written++] = (byte)'-';
        trimmed.CopyTo(destination[written..]);
        written += trimmed.Length;
        destination[written++] = (byte)'e';
        Utf8Formatter.TryFormat(exponent, destination[written..], out var exponentLength);
        return written + exponentLength;
    }

    /// <summary>The most bytes that <see cref="WriteCanonical"/> writes for a text of this length.</summary>
    public static int MaximumCanonicalLength(int textLength) => textLength + 14;

    /// <summary>Compares two numbers by value.</summary>
    /// <returns>False if either text is no number.</returns>
    public static bool TryCompare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, out int result)
    {
        result = 0;
        Span<byte> a = stackalloc byte[160];
        Span<byte> b = stackalloc byte[160];
        if (left.Length > 140 || right.Length > 140)
            return false;
        a = a[..WriteCanonical(left, a)];
        b = b[..WriteCanonical(right, b)];
        if (a[0] == (byte)'?' || b[0] == (byte)'?')
            return false;
        var leftSign = Sign(a);
        var rightSign = Sign(b);
        if (leftSign != rightSign || leftSign == 0)
        {
            result = leftSign.CompareTo(rightSign);
            return true;
        }

        result = leftSign * CompareMagnitude(a, b);
        return true;
    }

    /// <summary>Most numbers are integers as DynamoDB writes them, which need no taking apart.</summary>
    private static bool TryWriteInteger(ReadOnlySpan<byte> text, Span<byte> destination, out int length)
    {
        const int oneDigitExponents = 10;
        length = 0;
        var digits = text.StartsWith("-"u8) ? text[1..] : text;
        if (digits.IsEmpty || digits[0] == (byte)'0' || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return false;
        var zeros = digits.Length - digits.TrimEnd((byte)'0').Length;
        if (zeros >= oneDigitExponents)
            return false;
        length = text.Length - zeros;
        text[..length].CopyTo(destination);
        destination[length++] = (byte)'e';
        destination[length++] = (byte)('0' + zeros);
        return true;
    }

    private static int Sign(ReadOnlySpan<byte> canonical) =>
        canonical[0] == (byte)'-' ? -1 : canonical.Length == 1 && canonical[0] == (byte)'0' ? 0 : 1;

    private static int CompareMagnitude(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var (leftDigits, leftExponent) = Parts(a);
        var (rightDigits, rightExponent) = Parts(b);
        var leftOrder = leftExponent + a[leftDigits].Length;
        var rightOrder = rightExponent + b[rightDigits].Length;
        return leftOrder != rightOrder
            ? leftOrder.CompareTo(rightOrder)
            : a[leftDigits].SequenceCompareTo(b[rightDigits]);
    }

    private static (Range Digits, int Exponent) Parts(ReadOnlySpan<byte> canonical)
    {
        var from = canonical[0] == (byte)'-' ? 1 : 0;
        var mark = canonical.IndexOf((byte)'e');
        Utf8Parser.TryParse(canonical[(mark + 1)..], out int exponent, out _);
        return (from..mark, exponent);
    }

    private static bool TrySplit(ReadOnlySpan<byte> text, out bool negative, out ReadOnlySpan<byte> digits, out int pointShift, out int exponent)
    {
        negative = false;
        pointShift = 0;
        exponent = 0;
        digits = text;
        if (!digits.IsEmpty && digits[0] is (byte)'-' or (byte)'+')
        {
            negative = digits[0] == (byte)'-';
            digits = digits[1..];
        }

        var mark = digits.IndexOfAny((byte)'e', (byte)'E');
        if (mark >= 0)
        {
            var tail = digits[(mark + 1)..];
            if (!tail.IsEmpty && tail[0] == (byte)'+')
                tail = tail[1..];
            if (!IsExponent(tail, plusTaken: tail.Length < digits.Length - mark - 1) || !Utf8Parser.TryParse(tail, out exponent, out var used) || used != tail.Length || Math.Abs((long)exponent) > MaximumExponent)
                return false;
            digits = digits[..mark];
        }

        var point = digits.IndexOf((byte)'.');
        if (point >= 0)
            pointShift = digits.Length - point - 1;
        return IsDigits(digits, point);
    }

    /// <summary>At most one sign, and at least one digit after it.</summary>
    private static bool IsExponent(ReadOnlySpan<byte> tail, bool plusTaken) =>
        !tail.IsEmpty && (tail[0] is >= (byte)'0' and <= (byte)'9' || (tail[0] == (byte)'-' && !plusTaken));

    private static bool IsDigits(ReadOnlySpan<byte> digits, int point)
    {
        for (var index = 0; index < digits.Length; index++)
        {
            if (index != point && digits[index] is < (byte)'0' or > (byte)'9')
                return false;
        }

        return digits.Length > (point >= 0 ? 1 : 0);
    }

    private static int KeepDigits(ReadOnlySpan<byte> digits, Span<byte> destination)
    {
        var count = 0;
        foreach (var digit in digits)
        {
            if (digit != (byte)'.')
                destination[count++] = digit;
        }

        return count;
    }
}
