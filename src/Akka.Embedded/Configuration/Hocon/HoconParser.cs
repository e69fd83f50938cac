namespace Akka.Configuration.Hocon;

/// <summary>Reads HOCON (https://github.com/lightbend/config/blob/main/HOCON.md) without includes.</summary>
internal sealed class HoconParser
{
    /// <summary>How deep objects and arrays may nest.</summary>
    private const int MaxDepth = 200;

    private readonly HoconScanner _scanner;
    private int _depth;

    private HoconParser(string text) => _scanner = new HoconScanner(text);

    /// <exception cref="ConfigurationException">Names the line.</exception>
    public static RawObject Parse(string text)
    {
        var parser = new HoconParser(text);
        parser._scanner.SkipToContent(commas: true);
        var braced = parser._scanner.TryTake('{');
        var root = parser.Fields(braced);
        parser._scanner.SkipToContent(commas: true);
        return parser._scanner.AtEnd ? root : throw parser._scanner.Error($"unexpected '{parser._scanner.Current}'");
    }

    private RawObject Fields(bool braced)
    {
        var opened = _scanner.Line;
        var fields = new List<RawField>();
        while (true)
        {
            _scanner.SkipToContent(commas: true);
            if (_scanner.AtEnd)
                return braced ? throw _scanner.Error("'{' is not closed by '}'", opened) : new RawObject(fields);
            if (_scanner.Current == '}')
            {
                if (!braced)
                    throw _scanner.Error("'}' closes nothing");
                _scanner.Advance();
                return new RawObject(fields);
            }
            fields.Add(Field());
        }
    }

    private RawField Field()
    {
        var line = _scanner.Line;
        var path = Key();
        if (path.Count > MaxDepth)
            throw _scanner.Error($"a key has {path.Count} elements, at most {MaxDepth} are read");
        _scanner.SkipToContent(commas: false);
        var append = _scanner.At("+=");
        if (append)
            _scanner.Advance(2);
        else if (!_scanner.TryTake('=') && !_scanner.TryTake(':') && _scanner.Current != '{')
            throw _scanner.Error($"'{string.Join('.', path)}' must be followed by '=', ':', '+=' or '{{'", line);
        _scanner.SkipToContent(commas: false);
        var value = Value(path);
        if (append)
            value = new RawConcatenation([new RawSelf(), new RawArray([value])], line);
        for (var i = path.Count - 1; i > 0; i--)
            value = new RawObject([new RawField(path[i], value)]);
        return new RawField(path[0], value);
    }

    private static bool IsKeyPart(char c) =>
        c is not ('.' or '=' or ':' or '{' or '}' or '[' or ']' or ',' or '"' or '$' or '+') && !char.IsWhiteSpace(c);

    private bool IsTextPart(char c) =>
        c is not ('"' or '{' or '}' or '[' or ']' or '=' or ',') && !char.IsWhiteSpace(c) && !_scanner.At("${");

    private List<string> Key()
    {
        var elements = new List<string>();
        var text = "";
        while (true)
        {
            if (_scanner.Current == '"')
                text += _scanner.TakeQuoted();
            else
                text += _scanner.TakeUnquoted(IsKeyPart);
            var blanks = _scanner.SkipBlanks();
            if (_scanner.TryTake('.'))
            {
                elements.Add(text.Length > 0 ? text : throw _scanner.Error("a key has an empty element"));
                text = "";
                _scanner.SkipBlanks();
            }
            else if (_scanner.AtEnd || _scanner.Current is '=' or ':' or '{' or '\n' || _scanner.At("+="))
            {
                elements.Add(text.Length > 0 ? text : throw _scanner.Error("a key is missing"));
                return elements;
            }
            else if (_scanner.Current is '}' or '[' or ']' or ',' or '$' or '+' || _scanner.AtComment)
            {
                throw _scanner.Error($"unexpected '{_scanner.Current}' in or after the key '{string.Join('.', elements.Append(text))}'");
            }
            else
            {
                text += blanks;
            }
        }
    }

    private RawValue Value(IReadOnlyList<string> key)
    {
        var line = _scanner.Line;
        var parts = new List<RawValue>();
        while (true)
        {
            var blanks = _scanner.SkipBlanks();
            if (_scanner.AtEnd || _scanner.AtComment || _scanner.Current is '\n' or ',' or '}' or ']')
                break;
            if (blanks.Length > 0 && parts.Count > 0)
                parts.Add(new RawText(blanks, false));
            parts.Add(Part());
        }
        return parts.Count switch
        {
            0 => throw _scanner.Error($"'{string.Join('.', key)}' has no value", line),
            1 => parts[0] is RawText { IsQuoted: false, Text: "null" } ? new RawText(null, false) : parts[0],
            _ => new RawConcatenation(parts, line),
        };
    }

    private RawValue Part()
    {
        switch (_scanner.Current)
        {
            case '"':
                return new RawText(_scanner.TakeQuoted(), true);
            case '{':
                _scanner.Advance();
                return Nested(() => Fields(braced: true));
            case '[':
                _scanner.Advance();
                return Nested(Array);
            case '$' when _scanner.At("${"):
                return Substitution();
            case '=':
                throw _scanner.Error("unexpected '=' in a value; quote the text");
            default:
                return new RawText(_scanner.TakeUnquoted(IsTextPart), false);
        }
    }

    private RawSubstitution Substitution()
    {
        var line = _scanner.Line;
        _scanner.Advance(2);
        var optional = _scanner.TryTake('?');
        var path = _scanner.TakeUnquoted(c => c is not ('}' or '\n'));
        if (!_scanner.TryTake('}'))
            throw _scanner.Error("'${' is not closed by '}'", line);
        if (string.IsNullOrWhiteSpace(path))
            throw _scanner.Error("'${}' names nothing", line);
        try
        {
            return new RawSubstitution(HoconText.Path(path), optional, line);
        }
        catch (FormatException e)
        {
            throw _scanner.Error(e.Message.TrimEnd('.'), line);
        }
    }

    private RawArray Array()
    {
        var opened = _scanner.Line;
        var items = new List<RawValue>();
        while (true)
        {
            _scanner.SkipToContent(commas: true);
            if (_scanner.AtEnd)
                throw _scanner.Error("'[' is not closed by ']'", opened);
            if (_scanner.TryTake(']'))
                return new RawArray(items);
            if (_scanner.Current == '}')
                throw _scanner.Error("'}' where ']' was expected");
            items.Add(Value(["array"]));
        }
    }

    private T Nested<T>(Func<T> read)
    {
        if (++_depth > MaxDepth)
            throw _scanner.Error($"nested deeper than {MaxDepth} levels");
        var value = read();
        _depth--;
        return value;
    }
}
