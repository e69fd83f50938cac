using System.Globalization;
using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>Characters, white space, comments and quoted texts, with the line for messages.</summary>
internal sealed class HoconScanner(string text)
{
    private int _position;

    public int Line { get; private set; } = 1;

    public bool AtEnd => _position >= text.Length;

    public char Current => AtEnd ? '\0' : text[_position];

    public bool AtComment => Current == '#' || At("//");

    public bool At(string expected) => string.CompareOrdinal(text, _position, expected, 0, expected.Length) == 0;

    public void Advance(int count = 1)
    {
        for (var i = 0; i < count && !AtEnd; i++)
        {
            if (text[_position++] == '\n')
                Line++;
        }
    }

    public bool TryTake(char expected)
    {
        if (Current != expected || AtEnd)
            return false;
        Advance();
        return true;
    }

    /// <summary>Skips blanks, but not line ends; returns what was skipped.</summary>
    public string SkipBlanks()
    {
        var start = _position;
        while (!AtEnd && Current != '\n' && (char.IsWhiteSpace(Current) || Current == '\uFEFF'))
            Advance();
        return text[start.._position];
    }

    /// <summary>Skips blanks, comments, line ends and, if wanted, commas.</summary>
    public void SkipToContent(bool commas)
    {
        while (!AtEnd)
        {
            if (AtComment)
                SkipLine();
            else if (char.IsWhiteSpace(Current) || Current == '\uFEFF' || (commas && Current == ','))
                Advance();
            else
                return;
        }
    }

    public string TakeUnquoted(Func<char, bool> isPart)
    {
        var start = _position;
        while (!AtEnd && !AtComment && isPart(Current))
            Advance();
        return text[start.._position];
    }

    public string TakeQuoted()
    {
        if (At("\"\"\""))
            return TakeTripleQuoted();
        var line = Line;
        Advance();
        var value = new StringBuilder();
        while (Current != '"')
        {
            if (AtEnd || Current == '\n')
                throw Error("a quoted text is not closed", line);
            if (Current == '\\')
                value.Append(TakeEscape());
            else
            {
                value.Append(Current);
                Advance();
            }
        }
        Advance();
        return value.ToString();
    }

    public ConfigurationException Error(string what, int? line = null) => new($"Line {line ?? Line} of the configuration: {what}.");

    private string TakeTripleQuoted()
    {
        var line = Line;
        Advance(3);
        var end = text.IndexOf("\"\"\"", _position, StringComparison.Ordinal);
        if (end < 0)
            throw Error("a multi-line text is not closed by \"\"\"", line);
        while (end + 3 < text.Length && text[end + 3] == '"')
            end++;
        var value = text[_position..end];
        Advance(end + 3 - _position);
        return value;
    }

    private char TakeEscape()
    {
        Advance();
        var escaped = Current;
        Advance();
        return escaped switch
        {
            '"' or '\\' or '/' => escaped,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => TakeUnicode(),
            _ => throw Error($"unknown escape '\\{escaped}'"),
        };
    }

    private char TakeUnicode()
    {
        var digits = text.AsSpan(_position, Math.Min(4, text.Length - _position));
        if (digits.Length < 4 || !ushort.TryParse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code))
            throw Error("\\u must be followed by four hexadecimal digits");
        Advance(4);
        return (char)code;
    }

    private void SkipLine()
    {
        while (!AtEnd && Current != '\n')
            Advance();
    }
}
